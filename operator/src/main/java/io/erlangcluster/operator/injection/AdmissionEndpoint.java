package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.webhook.admission.AdmissionController;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.net.HttpURLConnection;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Where the API server sends pods: {@code POST /admission/v1/NAMESPACE/CLUSTER}, over TLS only. Each review is worked
 * on by its own virtual thread; how many at a time, how large and for how long is bounded.
 */
@Singleton
class AdmissionEndpoint {

    static final String PATH = "/admission/v1";

    private static final Logger LOG = Logger.getLogger(AdmissionEndpoint.class);

    /** An answer in the last moment would be too late: it has to travel. */
    private static final long RESERVE_MILLIS = 500;

    private static final int MISDIRECTED = 421;

    private final PodAdmission admission;
    private final AdmissionMetrics metrics;
    private final KubernetesSerialization json;
    private final InjectionSettings.Webhook settings;
    private final String sidecarImage;
    private final long limitMillis;
    private final Semaphore permits;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    AdmissionEndpoint(
            PodAdmission admission, AdmissionMetrics metrics, KubernetesClient client, InjectionSettings settings) {
        this.admission = admission;
        this.metrics = metrics;
        this.json = client.getKubernetesSerialization();
        this.settings = settings.webhook();
        this.sidecarImage = settings.sidecarImage();
        this.limitMillis = this.settings.timeout().toMillis() - RESERVE_MILLIS;
        this.permits = new Semaphore(this.settings.concurrency());
    }

    void routes(@Observes Router router) {
        router.post(PATH + "/*").handler(AdmissionEndpoint::overTls);
        router.post(PATH + "/:namespace/:cluster")
                .handler(BodyHandler.create(false).setBodyLimit(settings.maxReview()))
                .handler(this::review);
    }

    /** Before the port is open. Whoever has something to watch has started that, and is waiting for the network. */
    void rehearse(@Observes @Priority(Interceptor.Priority.LIBRARY_AFTER) StartupEvent event) {
        LOG.debugf("rehearsed: %s", Rehearsal.perform(json, sidecarImage));
    }

    void stop(@Observes ShutdownEvent event) {
        threads.shutdownNow();
    }

    private static void overTls(RoutingContext call) {
        if (call.request().isSSL()) {
            call.next();
        } else {
            answer(call, MISDIRECTED, "text/plain", "admission reviews are answered over TLS only\n");
        }
    }

    private void review(RoutingContext call) {
        long start = System.nanoTime();
        byte[] body =
                call.body().length() <= 0 ? new byte[0] : call.body().buffer().getBytes();
        PodReview handler = new PodReview(admission, metrics, call.pathParam("namespace"), call.pathParam("cluster"));
        var _ = CompletableFuture.supplyAsync(() -> answerTo(body, handler), threads)
                .orTimeout(limitMillis, TimeUnit.MILLISECONDS)
                .whenComplete((answer, failure) -> call.vertx().runOnContext(onLoop -> {
                    metrics.took(System.nanoTime() - start);
                    if (failure == null) {
                        answer(call, HttpURLConnection.HTTP_OK, "application/json", answer);
                    } else {
                        fail(call, Objects.requireNonNullElse(failure.getCause(), failure));
                    }
                }));
    }

    private String answerTo(byte[] body, PodReview handler) {
        boolean admitted = false;
        try {
            admitted = permits.tryAcquire(limitMillis, TimeUnit.MILLISECONDS);
            if (!admitted) {
                throw new CompletionException(new TimeoutException());
            }
            return json.asJson(new AdmissionController<>(handler).handle(ReviewReader.read(json, body)));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new CompletionException(stopping);
        } finally {
            if (admitted) {
                permits.release();
            }
        }
    }

    private void fail(RoutingContext call, Throwable failure) {
        String where = call.request().path();
        switch (failure) {
            case IllegalArgumentException bad -> {
                LOG.warnf("review not understood path=%s: %s", where, bad.getMessage());
                answer(call, HttpURLConnection.HTTP_BAD_REQUEST, "text/plain", bad.getMessage() + "\n");
            }
            case TimeoutException late -> {
                LOG.warnf("review not answered in time path=%s millis=%d: is the API server slow?", where, limitMillis);
                answer(
                        call,
                        HttpURLConnection.HTTP_UNAVAILABLE,
                        "text/plain",
                        "the operator did not finish in time, create the pod again later (controllers do)\n");
            }
            default -> {
                LOG.errorf(failure, "review failed path=%s", where);
                answer(call, HttpURLConnection.HTTP_INTERNAL_ERROR, "text/plain", "the operator failed, see its log\n");
            }
        }
    }

    private static void answer(RoutingContext call, int status, String type, String body) {
        if (!call.response().ended() && !call.response().closed()) {
            call.response()
                    .setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, type)
                    .end(body);
        }
    }
}
