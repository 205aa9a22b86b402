package io.erlangcluster.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.MockWebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A Kubernetes API in memory that the operator under test is pointed at. */
public class MockApiServer implements QuarkusTestResourceLifecycleManager {

    private final TestApiDispatcher dispatcher = new TestApiDispatcher();
    private final KubernetesMockServer server = new KubernetesMockServer(
            new io.fabric8.mockwebserver.Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);

    @SuppressWarnings("NullAway.Init") // start() comes first
    private Line line;

    @Override
    public Map<String, String> start() {
        server.init();
        line = new Line(server.getPort());
        // Quarkus' own property must be known when the application is built; this one is read by the client itself.
        System.setProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY, "http://127.0.0.1:" + line.port());
        return Map.of();
    }

    /** Tests that ask for them get the dispatcher, the line, and a client that does not need the line. */
    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(dispatcher, field -> field.getType().equals(TestApiDispatcher.class));
        injector.injectIntoFields(
                server.createClient(), field -> field.getType().equals(NamespacedKubernetesClient.class));
        injector.injectIntoFields(line, field -> field.getType().equals(Line.class));
    }

    @Override
    public void stop() {
        System.clearProperty(Config.KUBERNETES_MASTER_SYSTEM_PROPERTY);
        line.close();
        server.destroy();
    }
}
