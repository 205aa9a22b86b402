package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/** Gives pods the names of their nodes, at admission. */
public interface NodeNaming {

    /**
     * The name for {@code pod}, a member of {@code cluster} that is just being created: without uid, and without a name
     * if it has a {@code generateName}. Its namespace must be set. A pod that carries the name of its node already gets
     * the same again. Asks the API server, and so blocks.
     *
     * @param dryRun nothing is leased; the name is the one that would be leased now
     * @throws NamingRefused if the pod cannot have a name; the message is for the pod's user
     * @throws IllegalArgumentException if the cluster's nodes bring their own names ({@code nodeNames: Existing})
     */
    NodeName nameFor(ErlangCluster cluster, Pod pod, boolean dryRun) throws NamingRefused;

    /**
     * The name that {@link #nameFor} would most likely give now, from memory alone; empty if there is no telling.
     * Another pod may get it first.
     */
    default Optional<NodeName> likelyName(ErlangCluster cluster, Pod pod) {
        return Optional.empty();
    }
}
