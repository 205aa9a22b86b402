package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Required;

/** Which node this is and whose. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ErlangNodeSpec(
        @Required @JsonPropertyDescription("The ErlangCluster of the same namespace.")
        String cluster,

        @Required @PrinterColumn(name = "NODE") @JsonPropertyDescription("The node's full name: web-0@shop.prod.")
        String name,

        @Required @JsonPropertyDescription("The pod that has the name.")
        PodRef pod) {

    /** One life of one pod. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PodRef(
            @Required @PrinterColumn(name = "POD") @JsonPropertyDescription("Name of the pod.")
            String name,

            @Required @JsonPropertyDescription("UID of the pod; tells two pods of one name apart.")
            String uid) {}
}
