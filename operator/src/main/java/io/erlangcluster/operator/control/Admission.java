package io.erlangcluster.operator.control;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.protocol.v1.Hello;
import io.fabric8.kubernetes.api.model.Pod;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;

/** Decides whether a stream may speak, and for which node. */
@Singleton
class Admission {

    /** The answer to a Hello. */
    sealed interface Verdict {

        /** The stream speaks for the node called {@code nodeName} and no other; for any if it names itself. */
        record Admitted(Optional<String> nodeName) implements Verdict {}

        /** The stream is closed; {@code message} says what the user can do. */
        record Rejected(String message) implements Verdict {}
    }

    private final PodLookup pods;

    Admission(PodLookup pods) {
        this.pods = pods;
    }

    /** Asks the API server if the informer does not know the pod, and so may block. */
    Verdict judge(Hello hello) {
        String pod = hello.getNamespace() + "/" + hello.getPod();
        if (hello.getNamespace().isEmpty()
                || hello.getPod().isEmpty()
                || hello.getPodUid().isEmpty()) {
            return new Verdict.Rejected(
                    "Hello names no pod: the sidecar needs its ERLANGCLUSTER_ variables; inject it again");
        }
        Optional<Pod> found = pods.find(hello.getNamespace(), hello.getPod(), hello.getPodUid());
        if (found.isEmpty()) {
            return new Verdict.Rejected("no pod " + pod + " with uid " + hello.getPodUid()
                    + ": it was deleted or replaced, or the sidecar was started outside of it");
        }
        Map<String, String> annotations = found.get().getMetadata().getAnnotations();
        String cluster = annotations.getOrDefault(Annotations.CLUSTER, "");
        if (!cluster.equals(hello.getCluster())) {
            return new Verdict.Rejected("pod " + pod + " belongs to ErlangCluster '" + cluster + "' by its annotation "
                    + Annotations.CLUSTER + ", not to '" + hello.getCluster()
                    + "': delete the pod to have it injected anew");
        }
        return new Verdict.Admitted(Optional.ofNullable(annotations.get(Annotations.NODE_NAME)));
    }
}
