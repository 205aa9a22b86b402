package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the operator sees of a cluster. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErlangClusterStatus(
        @JsonPropertyDescription("The generation of the spec that this status describes.")
        long observedGeneration,

        @PrinterColumn(name = "NODES") @JsonPropertyDescription("Nodes that have a pod.")
        int nodes,

        @PrinterColumn(name = "UP") @JsonPropertyDescription("Nodes whose VM is registered with its sidecar.")
        int up,

        @JsonPropertyDescription("Pairs of Up nodes that are connected.")
        int links,

        @JsonPropertyDescription("Pairs of Up nodes that spec.mixing lets connect.")
        int expectedLinks,

        @PrinterColumn(name = "LINKS") @JsonPropertyDescription("links/expectedLinks, for people.") @Nullable
        String linksSummary,

        @PrinterColumn(name = "MESH") @JsonPropertyDescription("Complete, Incomplete or Unknown.") @Nullable
        String mesh,

        @PrinterColumn(name = "SELECTOR", priority = 1)
        @JsonPropertyDescription("spec.selector as kubectl get pods -l takes it.")
        @Nullable
        String selector,

        @JsonPropertyDescription(
                "Ready, MeshComplete, Injected, CookieAccepted, Encrypted and Progressing, each with a reason and what is"
                        + " missing.")
        List<Condition> conditions) {

    public ErlangClusterStatus(
            long observedGeneration,
            int nodes,
            int up,
            int links,
            int expectedLinks,
            @Nullable String linksSummary,
            @Nullable String mesh,
            @Nullable String selector,
            @Nullable List<Condition> conditions) {
        this.observedGeneration = observedGeneration;
        this.nodes = nodes;
        this.up = up;
        this.links = links;
        this.expectedLinks = expectedLinks;
        this.linksSummary = linksSummary;
        this.mesh = mesh;
        this.selector = selector;
        this.conditions = conditions == null ? List.of() : List.copyOf(conditions);
    }

    /** The condition of this type, if it was ever observed. */
    public Optional<Condition> condition(String type) {
        return conditions.stream().filter(c -> c.type().equals(type)).findFirst();
    }
}
