package io.erlangcluster.operator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;

/** Tokens whose text says what a TokenReview answers, in place of a signature. */
final class TestTokens {

    private static final String AUDIENCE = "erlang-cluster-operator";

    private TestTokens() {}

    /** As the kubelet gives it to a pod. */
    static String of(String namespace, String pod, String uid) {
        return String.join("|", "bound", namespace, pod, uid, AUDIENCE);
    }

    /** Of a pod as well, but for somebody else. */
    static String forAnother(String audience, String namespace, String pod, String uid) {
        return String.join("|", "bound", namespace, pod, uid, audience);
    }

    /** What the API server makes of the body of a request to /tokenreviews. */
    static String answer(String review) {
        ObjectNode answer = Serialization.unmarshal(review, ObjectNode.class);
        String[] parts = answer.at("/spec/token").asText().split("\\|", -1);
        boolean asked = answer.at("/spec/audiences").toString().contains("\"" + parts[parts.length - 1] + "\"");
        Map<String, Object> status = parts.length == 5 && parts[0].equals("bound") && asked
                ? Map.of(
                        "authenticated", true,
                        "audiences", List.of(AUDIENCE),
                        "user",
                                Map.of(
                                        "username",
                                        "system:serviceaccount:" + parts[1] + ":default",
                                        "extra",
                                        Map.of(
                                                "authentication.kubernetes.io/pod-name", List.of(parts[2]),
                                                "authentication.kubernetes.io/pod-uid", List.of(parts[3]))))
                : Map.of("authenticated", false, "error", "[invalid bearer token, it has expired or is for others]");
        answer.set("status", Serialization.unmarshal(Serialization.asJson(status), ObjectNode.class));
        return answer.toString();
    }
}
