package io.erlangcluster.operator.replica;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How replicas agree on their leader. A leader that dies is replaced after {@link #lease} and {@link #retry}. */
@ConfigMapping(prefix = "erlangcluster.leadership")
public interface LeadershipSettings {

    /** False for an operator that is alone and may lead at once. */
    @WithDefault("true")
    boolean elected();

    /** Namespace of the Lease. */
    @WithDefault("erlang-system")
    String namespace();

    /** Name of the Lease; the Service's unless set, so that two installations in one namespace do not share it. */
    @WithDefault("${erlangcluster.operator.service:erlang-cluster-operator}")
    String name();

    /** How long the others wait for a leader that does not renew. */
    @WithDefault("6s")
    Duration lease();

    /** How long a leader that cannot renew goes on; less than {@link #lease}. */
    @WithDefault("4s")
    Duration renewDeadline();

    /** How often the leader renews and the others look. */
    @WithDefault("1s")
    Duration retry();
}
