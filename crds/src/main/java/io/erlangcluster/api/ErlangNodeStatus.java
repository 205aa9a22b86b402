package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Required;
import java.util.List;
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
        String since,

        @JsonPropertyDescription("Up nodes of the cluster that this one is not connected with;"
                + " absent until its sidecar has told. Written a moment after the links came to rest.")
        @Nullable
        List<MissingLink> missing) {

    /** The most missing links that one node lists: what more it lacks is not told. */
    public static final int MISSING_LIMIT = 1000;

    /** What a node is that has no status: nothing is known of it but who has its name. */
    public static final ErlangNodeStatus NONE = new ErlangNodeStatus(Phase.RESERVED, null, 0, 0, null);

    public ErlangNodeStatus(
            @Nullable Phase phase,
            @Nullable String podIP,
            int tunnelPort,
            long creation,
            @Nullable String since,
            @Nullable List<MissingLink> missing) {
        this.phase = phase == null ? Phase.RESERVED : phase;
        this.podIP = podIP;
        this.tunnelPort = tunnelPort;
        this.creation = creation;
        this.since = since;
        this.missing = missing == null ? null : List.copyOf(missing);
    }

    /** A status before any links are known. */
    public ErlangNodeStatus(
            @Nullable Phase phase, @Nullable String podIP, int tunnelPort, long creation, @Nullable String since) {
        this(phase, podIP, tunnelPort, creation, since, null);
    }

    /** A peer that should be connected and is not. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record MissingLink(
            @Required @JsonPropertyDescription("Full name of the peer: worker-0@shop.prod.")
            String peer,

            @JsonPropertyDescription("Why, as far as the sidecar knows.") @Nullable
            String cause) {}

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
