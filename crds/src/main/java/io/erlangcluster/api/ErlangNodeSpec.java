package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
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

        @Required @JsonPropertyDescription("The pod that has the name; without uid while the pod is being created.")
        PodRef pod) {

    /** One life of one pod. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record PodRef(
            @Required
            @PrinterColumn(name = "POD")
            @JsonPropertyDescription("Name of the pod; its generateName while that is all it has.")
            String name,

            @Required
            @JsonPropertyDescription(
                    "UID of the pod, which tells two pods of one name apart;" + " empty while the name is only leased.")
            String uid) {}

    /** True while the name is kept for a pod that is being created. */
    @JsonIgnore
    public boolean isLease() {
        return pod.uid().isEmpty();
    }
}
