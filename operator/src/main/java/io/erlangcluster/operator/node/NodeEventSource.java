package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.FirstSync;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;

/** The one watch on ErlangNodes of this process: it wakes the reconciler and fills the {@link NodeStore}. */
public final class NodeEventSource extends InformerEventSource<ErlangNode, ErlangCluster> {

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

    /** The store waits for the informer's cache to be filled. */
    @Override
    public synchronized void start() {
        super.start();
        FirstSync.of(this, () -> store.complete(this));
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
