package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a container asks for and what it may use, as in a pod's spec. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Resources(
        @JsonPropertyDescription("What the sidecar asks for: cpu, memory.")
        Map<String, Quantity> requests,

        @JsonPropertyDescription("What the sidecar may use: cpu, memory.")
        Map<String, Quantity> limits) {

    public Resources(@Nullable Map<String, Quantity> requests, @Nullable Map<String, Quantity> limits) {
        this.requests = requests == null ? Map.of() : Map.copyOf(requests);
        this.limits = limits == null ? Map.of() : Map.copyOf(limits);
    }
}
