package io.erlangcluster.operator.control;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.operator.identity.PodProof;
import io.erlangcluster.operator.identity.PodTokens;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.protocol.v1.Hello;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Decides whether a stream may speak, and for which node: its token must prove the pod that its Hello names, and that
 * pod must be there and belong to the cluster.
 */
@Singleton
class Admission {

    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");

    /** The answer to a Hello. */
    sealed interface Verdict {

        /** The stream speaks for the node called {@code nodeName} and no other; for any if it names itself. */
        record Admitted(Optional<String> nodeName) implements Verdict {}

        /** The stream is closed; {@code message} says what the user can do. */
        record Rejected(String message) implements Verdict {}

        /** The API server cannot be asked: the sidecar may come again. */
        record Undecided(String why) implements Verdict {}
    }

    private final PodTokens tokens;
    private final PodLookup pods;

    Admission(PodTokens tokens, PodLookup pods) {
        this.tokens = tokens;
        this.pods = pods;
    }

    /** Asks the API server, and so blocks. */
    Verdict judge(Hello hello) {
        if (hello.getNamespace().isEmpty()
                || hello.getPod().isEmpty()
                || hello.getPodUid().isEmpty()) {
            return new Verdict.Rejected(
                    "Hello names no pod: the sidecar needs its ERLANGCLUSTER_ variables; inject it again");
        }
        return switch (tokens.prove(hello.getToken())) {
            case PodProof.Undecided(String why) -> new Verdict.Undecided(why);
            case PodProof.Unproven(String why) ->
                new Verdict.Rejected(why + "; the sidecar reads its token again when it reconnects, and a pod that was"
                        + " injected has one; delete the pod to have it injected anew");
            case PodProof.Proven(String namespace, String pod, String uid) ->
                namespace.equals(hello.getNamespace()) && pod.equals(hello.getPod()) && uid.equals(hello.getPodUid())
                        ? judgeProven(hello)
                        : new Verdict.Rejected("the token is of pod " + namespace + "/" + pod + " with uid " + uid
                                + ", the Hello of another: a sidecar speaks for its own pod only");
        };
    }

    private Verdict judgeProven(Hello hello) {
        try {
            return pods.find(hello.getNamespace(), hello.getPod(), hello.getPodUid())
                    .map(found -> belongs(found, hello))
                    .orElseGet(() -> new Verdict.Rejected("no pod " + hello.getNamespace() + "/" + hello.getPod()
                            + " with uid " + hello.getPodUid() + ": it was deleted or replaced"));
        } catch (KubernetesClientException unreachable) {
            return new Verdict.Undecided(String.valueOf(unreachable.getMessage()));
        }
    }

    private static Verdict belongs(Pod found, Hello hello) {
        Map<String, String> annotations =
                Optional.ofNullable(found.getMetadata().getAnnotations()).orElse(Map.of());
        String cluster = annotations.getOrDefault(Annotations.CLUSTER, "");
        if (!cluster.equals(hello.getCluster()) || !CLUSTER.matcher(cluster).matches()) {
            return new Verdict.Rejected("pod " + hello.getNamespace() + "/" + hello.getPod()
                    + " belongs to ErlangCluster '" + cluster + "' by its annotation " + Annotations.CLUSTER
                    + ", not to '" + hello.getCluster() + "': delete the pod to have it injected anew");
        }
        Optional<String> node = Optional.ofNullable(annotations.get(Annotations.NODE_NAME));
        String host = "@" + cluster + "." + hello.getNamespace();
        if (node.filter(name -> !name.endsWith(host)).isPresent()) {
            return new Verdict.Rejected("the annotation " + Annotations.NODE_NAME + " of pod " + hello.getNamespace()
                    + "/" + hello.getPod() + " is '" + node.get() + "', which does not end with " + host
                    + ": leave the annotation to the operator");
        }
        return new Verdict.Admitted(node);
    }
}
