package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/** When a pod of the cluster counts as ready. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Readiness(
        @Default("true")
        @JsonPropertyDescription("Whether pods get the readiness gate erlangcluster.io/joined, which lets a rolling"
                + " update wait until the new node is linked to the nodes that were Up before it.")
        boolean gate,

        @Default("60")
        @Min(1)
        @Max(3600)
        @JsonPropertyDescription("Seconds after which the gate opens although links are missing; the pod's condition"
                + " then says which.")
        int graceSeconds) {

    /** The pod condition that the gate waits for. */
    public static final String JOINED = "erlangcluster.io/joined";

    static final Readiness DEFAULT = new Readiness(null, null);

    private static final int GRACE_SECONDS = 60;

    public Readiness(@Nullable Boolean gate, @Nullable Integer graceSeconds) {
        this(gate == null || gate, graceSeconds == null ? GRACE_SECONDS : graceSeconds.intValue());
    }

    public Readiness(boolean gate, int graceSeconds) {
        this.gate = gate;
        this.graceSeconds = graceSeconds;
    }
}
