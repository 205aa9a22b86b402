package io.erlangcluster.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Where the operator itself is, and what it looks after. */
@ConfigMapping(prefix = "erlangcluster.operator")
public interface OperatorSettings {

    /** The namespace the operator runs in. */
    String namespace();

    /** The Service in front of its replicas. */
    @WithDefault("erlang-cluster-operator")
    String service();

    /** The only namespaces whose clusters are served; all when absent. */
    Optional<List<String>> namespaces();
}
