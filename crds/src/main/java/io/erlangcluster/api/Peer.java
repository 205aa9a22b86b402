package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Another ErlangCluster whose nodes may be reached; it has to name this one too. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Peer(
        @Required
        @Pattern(Labels.DNS_LABEL)
        @Size(min = 1, max = Labels.MAX_DNS_LABEL)
        @JsonPropertyDescription("Name of the other ErlangCluster.")
        String name,

        @Required
        @Pattern(Labels.DNS_LABEL)
        @Size(min = 1, max = Labels.MAX_DNS_LABEL)
        @JsonPropertyDescription("Its namespace.")
        String namespace) {}
