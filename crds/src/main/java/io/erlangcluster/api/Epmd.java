package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import org.jspecify.annotations.Nullable;

/** The EPMD that the sidecar is to its pod. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Epmd(
        @Default("Pod")
        @JsonPropertyDescription(
                "Pod: answers the pod's own processes only. Network: answers other pods too, as the epmd"
                        + " of Erlang/OTP does.")
        Listen listen) {

    static final Epmd DEFAULT = new Epmd(null);

    public Epmd(@Nullable Listen listen) {
        this.listen = listen == null ? Listen.POD : listen;
    }

    /** Whom EPMD answers. */
    public enum Listen {
        @JsonProperty("Pod")
        POD,
        @JsonProperty("Network")
        NETWORK
    }
}
