package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The API server's answers that depend on no object. */
final class Discovery {

    static final String VERSION = "{\"major\":\"1\",\"minor\":\"33\",\"gitVersion\":\"v1.33.0\"}";

    static final String RULES_REVIEW = """
            {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{},
             "status":{"incomplete":false,"nonResourceRules":[],
              "resourceRules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}}""";

    private Discovery() {}

    static String status(int code, String reason, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("apiVersion", "v1")
                .put("kind", "Status")
                .put("status", "Failure")
                .put("code", code)
                .put("reason", reason)
                .put("message", message)
                .toString();
    }
}
