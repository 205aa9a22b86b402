package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import org.jspecify.annotations.Nullable;

/** The node's life as the operator sees it. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErlangNodeStatus(
        @PrinterColumn(name = "PHASE")
        @JsonPropertyDescription("Reserved: has a pod. Up: its VM is registered. Leaving: its pod is being deleted."
                + " Down: its VM is gone.")
        Phase phase,

        @PrinterColumn(name = "IP") @JsonPropertyDescription("Address of the pod.") @Nullable
        String podIP,

        @JsonPropertyDescription("Port on which the pod's sidecar accepts tunnels; 0 while unknown.")
        int tunnelPort,

        @JsonPropertyDescription("The VM's creation, unsigned 32 bit; 0 while unknown.")
        long creation,

        @JsonPropertyDescription("When the phase last changed, RFC 3339.") @Nullable
        String since) {

    public ErlangNodeStatus(
            @Nullable Phase phase, @Nullable String podIP, int tunnelPort, long creation, @Nullable String since) {
        this.phase = phase == null ? Phase.RESERVED : phase;
        this.podIP = podIP;
        this.tunnelPort = tunnelPort;
        this.creation = creation;
        this.since = since;
    }

    /** The life of a node. */
    public enum Phase {
        @JsonProperty("Reserved")
        RESERVED,
        @JsonProperty("Up")
        UP,
        @JsonProperty("Leaving")
        LEAVING,
        @JsonProperty("Down")
        DOWN
    }
}
