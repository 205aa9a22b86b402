package io.erlangcluster.operator.node;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts up. Stands in for leases. */
@Singleton
public class SlotLeases implements NodeNaming {

    private final AtomicInteger slot = new AtomicInteger();

    @Override
    public NodeName nameFor(ErlangCluster cluster, Pod pod, boolean dryRun) {
        String given = pod.getMetadata().getAnnotations().getOrDefault(Annotations.NODE_NAME, "");
        return given.isEmpty()
                ? NodeName.of(
                        "node-" + (dryRun ? slot.get() : slot.getAndIncrement()),
                        cluster.getMetadata().getName(),
                        cluster.getMetadata().getNamespace())
                : NodeName.parse(given);
    }
}
