package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The one watch on ErlangNodes of this process: it wakes the reconciler and fills the {@link NodeStore}. */
public final class NodeEventSource extends InformerEventSource<ErlangNode, ErlangCluster> {

    private static final Duration SYNC_POLL = Duration.ofMillis(200);

    private final NodeStore store;

    public NodeEventSource(EventSourceContext<ErlangCluster> context, NodeStore store) {
        super(
                InformerEventSourceConfiguration.from(ErlangNode.class, ErlangCluster.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(node -> Set.of(new ResourceID(
                                node.getSpec().cluster(), node.getMetadata().getNamespace())))
                        .build(),
                context);
        this.store = store;
    }

    /**
     * The informer's cache is filled afterwards, unless the API server went away meanwhile: then the store waits for
     * it.
     */
    @Override
    public synchronized void start() {
        super.start();
        if (isSynced()) {
            store.complete(this);
        } else {
            Thread.startVirtualThread(this::awaitSync);
        }
    }

    private void awaitSync() {
        while (!isSynced()) {
            LockSupport.parkNanos(SYNC_POLL.toNanos());
        }
        store.complete(this);
    }

    private boolean isSynced() {
        return informerHealthIndicators().values().stream().allMatch(InformerHealthIndicator::hasSynced);
    }

    @Override
    public void onAdd(ErlangNode node) {
        store.put(node);
        super.onAdd(node);
    }

    @Override
    public void onUpdate(ErlangNode before, ErlangNode now) {
        store.put(now);
        super.onUpdate(before, now);
    }

    @Override
    public synchronized void onDelete(ErlangNode node, boolean finalStateUnknown) {
        store.remove(node);
        super.onDelete(node, finalStateUnknown);
    }
}
