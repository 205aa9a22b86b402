package io.erlangcluster.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the operator itself is. */
@ConfigMapping(prefix = "erlangcluster.operator")
public interface OperatorSettings {

    /** The namespace the operator runs in. */
    String namespace();

    /** The Service in front of its replicas. */
    @WithDefault("erlang-cluster-operator")
    String service();
}
