package io.erlangcluster.operator.replica;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.WatchedNamespaces;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.Operator;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/** Starts the watches and the election once the API server answers, however long that takes. */
@Singleton
class Startup {

    private static final Logger LOG = Logger.getLogger(Startup.class);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Operator operator;
    private final Leadership leadership;
    private final KubernetesClient client;
    private final WatchedNamespaces namespaces;
    private volatile boolean stopped;

    Startup(Operator operator, Leadership leadership, KubernetesClient client, WatchedNamespaces namespaces) {
        this.operator = operator;
        this.leadership = leadership;
        this.client = client;
        this.namespaces = namespaces;
    }

    void start(@Observes StartupEvent started) {
        Thread.ofPlatform().daemon().name("startup").start(this::startWhenPossible);
    }

    void stop(@Observes ShutdownEvent stopping) {
        stopped = true;
        leadership.stop();
        operator.stop();
    }

    private void startWhenPossible() {
        String told = "";
        Duration pause = Duration.ofMillis(250);
        for (String obstacle = obstacle(); !obstacle.isEmpty() && !stopped; obstacle = obstacle()) {
            if (!obstacle.equals(told)) {
                LOG.warnf("waiting for the API server %s: %s", client.getMasterUrl(), obstacle);
                told = obstacle;
            }
            LockSupport.parkNanos(pause.toNanos());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
        if (!stopped) {
            operator.start();
            leadership.start();
        }
    }

    /** Why the watches cannot start; empty if they can. */
    private String obstacle() {
        try {
            probe(ErlangCluster.class);
            probe(ErlangNode.class);
            return "";
        } catch (KubernetesClientException failed) {
            return switch (failed.getCode()) {
                case HttpURLConnection.HTTP_NOT_FOUND ->
                    "it does not know our resources: kubectl apply the custom resource definitions (crds/)";
                case HttpURLConnection.HTTP_FORBIDDEN, HttpURLConnection.HTTP_UNAUTHORIZED ->
                    "it refuses us: apply the operator's RBAC, which comes with its manifests; " + failed.getMessage();
                default -> rootCause(failed);
            };
        }
    }

    private static String rootCause(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure.toString() : rootCause(cause);
    }

    private <T extends HasMetadata> void probe(Class<T> type) {
        namespaces
                .each(client.resources(type))
                .forEach(there ->
                        there.list(new ListOptionsBuilder().withLimit(1L).build()));
    }
}
