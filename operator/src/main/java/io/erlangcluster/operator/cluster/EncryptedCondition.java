package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.Tls;

/**
 * Encrypted: what travels between the pods is, and both ends have proven who they are. Nobody turns that off unseen.
 */
final class EncryptedCondition {

    static final String TYPE = "Encrypted";

    private EncryptedCondition() {}

    static Condition of(Observation seen) {
        ErlangClusterSpec spec = seen.cluster().getSpec();
        if (spec.dataPath() == DataPath.DIRECT) {
            return condition(
                    seen,
                    "False",
                    "Direct",
                    "spec.dataPath is Direct: nodes connect to each other without the sidecars");
        }
        return spec.tls() == Tls.DISABLED
                ? condition(
                        seen,
                        "False",
                        "Disabled",
                        "spec.tls is Disabled: plain TCP between pods, open to whoever" + " reaches their tunnel port")
                : condition(seen, "True", "Mutual", "mutual TLS between pods");
    }

    private static Condition condition(Observation seen, String status, String reason, String message) {
        return Condition.of(TYPE, status, reason, message, seen.generation());
    }
}
