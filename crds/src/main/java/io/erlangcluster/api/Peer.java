package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Another ErlangCluster with which nodes may be connected, by hidden links that leave the two meshes apart; it has to
 * name this one too.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.name != '*' || self.direction == 'Inbound'",
        message = "a peer called * stands for every ErlangCluster of the namespace and can only be Inbound: nodes look"
                + " names up in clusters that are named")
public record Peer(
        @Required
        @Pattern("^(\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)$")
        @Size(min = 1, max = Labels.MAX_DNS_LABEL)
        @JsonPropertyDescription("Name of the other ErlangCluster; * for every one of its namespace, Inbound only.")
        String name,

        @Required
        @Pattern(Labels.DNS_LABEL)
        @Size(min = 1, max = Labels.MAX_DNS_LABEL)
        @JsonPropertyDescription("Its namespace.")
        String namespace,

        @Default("Both")
        @JsonPropertyDescription("Who may connect to whom. Outbound: the nodes of this cluster to the peer's. Inbound:"
                + " the peer's to those of this one. The peer's own entry for this cluster must allow it too.")
        Direction direction,

        @Size(max = 32)
        @JsonPropertyDescription("Services of this cluster that the peer may look up and connect to: the first part of"
                + " their nodes' names. All of them when absent.")
        List<String> services) {

    /** The name that stands for every ErlangCluster of a namespace. */
    public static final String ANY = "*";

    public Peer(String name, String namespace, @Nullable Direction direction, @Nullable List<String> services) {
        this.name = name;
        this.namespace = namespace;
        this.direction = direction == null ? Direction.BOTH : direction;
        this.services = services == null ? List.of() : List.copyOf(services);
    }

    /** In both directions, to all services. */
    public Peer(String name, String namespace) {
        this(name, namespace, null, null);
    }

    /** Whether this entry is about the ErlangCluster {@code cluster} of {@code inNamespace}. */
    public boolean names(String cluster, String inNamespace) {
        return namespace.equals(inNamespace) && (name.equals(ANY) || name.equals(cluster));
    }

    /** Who may connect to whom. */
    public enum Direction {
        @JsonProperty("Both")
        BOTH,
        @JsonProperty("Inbound")
        INBOUND,
        @JsonProperty("Outbound")
        OUTBOUND;

        public boolean inbound() {
            return this != OUTBOUND;
        }

        public boolean outbound() {
            return this != INBOUND;
        }
    }
}
