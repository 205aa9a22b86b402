package io.erlangcluster.operator.replica;

import io.erlangcluster.operator.node.NodeStore;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** A replica serves sidecars and admission, leader or not, as soon as it knows all nodes. */
@Readiness
@Singleton
class Ready implements HealthCheck {

    private final NodeStore nodes;

    Ready(NodeStore nodes) {
        this.nodes = nodes;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("nodes known")
                .status(nodes.isComplete())
                .build();
    }
}
