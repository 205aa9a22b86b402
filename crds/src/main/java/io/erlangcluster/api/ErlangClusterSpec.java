package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What the user wants of a cluster; every field but the selector has a default. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErlangClusterSpec(
        @Required @JsonPropertyDescription("The pods of this namespace that form the cluster.")
        Selector selector,

        @Default(DEFAULT_SERVICE_LABEL)
        @JsonPropertyDescription("The pod label whose value is the first part of a node's name: web in web-0@shop.prod."
                + " A pod without the label takes the cluster's name.")
        String serviceLabel,

        @Default("Slot")
        @JsonPropertyDescription("Slot: pods get names <service>-<slot>@<cluster>.<namespace> that survive a rollout."
                + " Existing: nodes keep the name they start with.")
        NodeNames nodeNames,

        @JsonPropertyDescription("The cluster's cookie; a Secret <cluster>-erlang-cookie is generated when absent.")
        @Nullable
        Cookie cookie,

        @Default("Tunnel")
        @JsonPropertyDescription("Tunnel: the distribution is bound to loopback and carried by the sidecars."
                + " Direct: nodes connect to each other themselves.")
        DataPath dataPath,

        @JsonPropertyDescription("How pods are changed to become nodes of the cluster.")
        Injection injection) {

    public static final String DEFAULT_SERVICE_LABEL = "app.kubernetes.io/name";

    public ErlangClusterSpec(
            @Nullable Selector selector,
            @Nullable String serviceLabel,
            @Nullable NodeNames nodeNames,
            @Nullable Cookie cookie,
            @Nullable DataPath dataPath,
            @Nullable Injection injection) {
        this.selector = selector == null ? new Selector(null, null) : selector;
        this.serviceLabel = serviceLabel == null ? DEFAULT_SERVICE_LABEL : serviceLabel;
        this.nodeNames = nodeNames == null ? NodeNames.SLOT : nodeNames;
        this.cookie = cookie;
        this.dataPath = dataPath == null ? DataPath.TUNNEL : dataPath;
        this.injection = injection == null ? Injection.DEFAULT : injection;
    }

    /** Who names the nodes. */
    public enum NodeNames {
        @JsonProperty("Slot")
        SLOT,
        @JsonProperty("Existing")
        EXISTING
    }

    /** How the distribution's bytes travel. */
    public enum DataPath {
        @JsonProperty("Tunnel")
        TUNNEL,
        @JsonProperty("Direct")
        DIRECT
    }
}
