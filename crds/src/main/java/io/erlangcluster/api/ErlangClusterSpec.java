package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the user wants of a cluster; every field but the selector has a default. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ErlangClusterSpec(
        @Required @JsonPropertyDescription("The pods of this namespace that form the cluster.")
        Selector selector,

        @Default(DEFAULT_SERVICE_LABEL)
        @Pattern(Labels.KEY)
        @Size(min = 1, max = Labels.MAX_KEY)
        @ValidationRule(
                value = "self == oldSelf",
                message = "serviceLabel cannot be changed: it would rename live nodes; make another ErlangCluster")
        @JsonPropertyDescription("The pod label whose value is the first part of a node's name: web in web-0@shop.prod."
                + " A pod without the label takes the cluster's name. Cannot be changed.")
        String serviceLabel,

        @Default("Slot")
        @ValidationRule(
                value = "self == oldSelf",
                message = "nodeNames cannot be changed: it would rename live nodes; make another ErlangCluster")
        @JsonPropertyDescription("Slot: pods get names <service>-<slot>@<cluster>.<namespace> that survive a rollout."
                + " Existing: nodes keep the name they start with. Cannot be changed.")
        NodeNames nodeNames,

        @JsonPropertyDescription("The cluster's cookie; a Secret <cluster>-erlang-cookie is generated when absent.")
        @Nullable
        Cookie cookie,

        @Default("Tunnel")
        @PrinterColumn(name = "DATA PATH", priority = 1)
        @JsonPropertyDescription("Tunnel: the distribution is bound to loopback and carried by the sidecars."
                + " Direct: nodes connect to each other themselves.")
        DataPath dataPath,

        @Default("Mutual")
        @PrinterColumn(name = "TLS", priority = 1)
        @JsonPropertyDescription("Mutual: sidecars prove to each other by certificate that they belong to this cluster,"
                + " and encrypt what they carry. Disabled: plain TCP between pods, for networks that encrypt already.")
        Tls tls,

        @JsonPropertyDescription("Which nodes may be connected with each other.")
        Mixing mixing,

        @Size(max = 16)
        @JsonPropertyDescription("Other clusters whose nodes the nodes of this one may look up and connect to.")
        List<Peer> peers,

        @JsonPropertyDescription("When a pod counts as ready.")
        Readiness readiness,

        @Min(4)
        @Max(3600)
        @JsonPropertyDescription("Seconds after which a silent node counts as gone: net_ticktime of the kernel"
                + " application. The VM's own setting, 60 unless the image says otherwise, when absent.")
        @Nullable
        Integer netTickTime,

        @JsonPropertyDescription("The pods' EPMD.") Epmd epmd,

        @JsonPropertyDescription("How pods are changed to become nodes of the cluster.")
        Injection injection,

        @Default("Generated")
        @JsonPropertyDescription(
                "Generated: a NetworkPolicy lets only members reach each other's tunnel port, and leaves"
                        + " the pods' other ports as open as they are. None: no NetworkPolicy.")
        NetworkPolicyMode networkPolicy) {

    public static final String DEFAULT_SERVICE_LABEL = "app.kubernetes.io/name";

    public ErlangClusterSpec(
            @Nullable Selector selector,
            @Nullable String serviceLabel,
            @Nullable NodeNames nodeNames,
            @Nullable Cookie cookie,
            @Nullable DataPath dataPath,
            @Nullable Tls tls,
            @Nullable Mixing mixing,
            @Nullable List<Peer> peers,
            @Nullable Readiness readiness,
            @Nullable Integer netTickTime,
            @Nullable Epmd epmd,
            @Nullable Injection injection,
            @Nullable NetworkPolicyMode networkPolicy) {
        this.selector = selector == null ? new Selector(null, null) : selector;
        this.serviceLabel = serviceLabel == null ? DEFAULT_SERVICE_LABEL : serviceLabel;
        this.nodeNames = nodeNames == null ? NodeNames.SLOT : nodeNames;
        this.cookie = cookie;
        this.dataPath = dataPath == null ? DataPath.TUNNEL : dataPath;
        this.tls = tls == null ? Tls.MUTUAL : tls;
        this.mixing = mixing == null ? Mixing.DEFAULT : mixing;
        this.peers = peers == null ? List.of() : List.copyOf(peers);
        this.readiness = readiness == null ? Readiness.DEFAULT : readiness;
        this.netTickTime = netTickTime;
        this.epmd = epmd == null ? Epmd.DEFAULT : epmd;
        this.injection = injection == null ? Injection.DEFAULT : injection;
        this.networkPolicy = networkPolicy == null ? NetworkPolicyMode.GENERATED : networkPolicy;
    }

    /** The fields of the first release; all others have their defaults. */
    public ErlangClusterSpec(
            @Nullable Selector selector,
            @Nullable String serviceLabel,
            @Nullable NodeNames nodeNames,
            @Nullable Cookie cookie,
            @Nullable DataPath dataPath,
            @Nullable Injection injection) {
        this(selector, serviceLabel, nodeNames, cookie, dataPath, null, null, null, null, null, null, injection, null);
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

    /** What protects the bytes between two pods. Not On and Off: YAML 1.1 reads those as booleans. */
    public enum Tls {
        @JsonProperty("Mutual")
        MUTUAL,
        @JsonProperty("Disabled")
        DISABLED
    }

    /** Whether the operator makes a NetworkPolicy. */
    public enum NetworkPolicyMode {
        @JsonProperty("Generated")
        GENERATED,
        @JsonProperty("None")
        NONE
    }
}
