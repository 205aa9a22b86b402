package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.StrictCrudDispatcher;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.HashMap;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** An API server in memory that counts what it is asked to create, and answers as a test wants. */
final class TestApi implements AutoCloseable {

    final AtomicInteger creates = new AtomicInteger();
    final AtomicInteger writes = new AtomicInteger();
    volatile Function<RecordedRequest, Optional<Integer>> failure = request -> Optional.empty();

    private final KubernetesMockServer server;

    TestApi() {
        Dispatcher dispatcher = new Dispatcher();
        dispatcher.expectCustomResource(CustomResourceDefinitionContext.fromCustomResourceType(ErlangCluster.class));
        dispatcher.expectCustomResource(CustomResourceDefinitionContext.fromCustomResourceType(ErlangNode.class));
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
        server.init();
    }

    /** A client of its own, as another process would have. */
    KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.getPort())
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    @Override
    public void close() {
        server.destroy();
    }

    private final class Dispatcher extends StrictCrudDispatcher {

        @Override
        public synchronized MockResponse dispatch(RecordedRequest request) {
            switch (request.getMethod()) {
                case "POST" -> creates.incrementAndGet();
                case "PUT", "PATCH" -> writes.incrementAndGet();
                default -> {}
            }
            return failure.apply(request)
                    .map(code -> new MockResponse().setResponseCode(code))
                    .orElseGet(() -> super.dispatch(request));
        }
    }
}
