package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.crd.generator.annotation.PrinterColumn;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

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

            @JsonPropertyDescription("UID of the pod, which tells two pods of one name apart;"
                    + " absent while the name is only leased.")
            @JsonInclude(JsonInclude.Include.NON_EMPTY)
            String uid) {

        /** An absent {@code uid} is empty. */
        public PodRef(String name, @Nullable String uid) {
            this.name = name;
            this.uid = uid == null ? "" : uid;
        }
    }

    /** True while the name is kept for a pod that is being created. */
    @JsonIgnore
    public boolean isLease() {
        return pod.uid().isEmpty();
    }
}
