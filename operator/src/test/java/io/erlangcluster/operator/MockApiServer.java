package io.erlangcluster.operator;

import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.MockWebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/** A Kubernetes API in memory that the operator under test is pointed at. */
public class MockApiServer implements QuarkusTestResourceLifecycleManager {

    private final KubernetesMockServer server = new KubernetesMockServer(
            new io.fabric8.mockwebserver.Context(),
            new MockWebServer(),
            new HashMap<>(),
            new StrictCrudDispatcher(),
            false);

    @Override
    public Map<String, String> start() {
        server.init();
        return Map.of("quarkus.kubernetes-client.api-server-url", "http://127.0.0.1:" + server.getPort());
    }

    @Override
    public void stop() {
        server.destroy();
    }
}
