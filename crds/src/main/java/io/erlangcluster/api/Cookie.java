package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where the cluster's cookie comes from. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Cookie(
        @Required @JsonPropertyDescription("A Secret of the same namespace that holds the cookie.")
        SecretRef secretRef) {

    /** The key under which a generated Secret holds the cookie. */
    public static final String GENERATED_KEY = "cookie";

    /** The Secret that the operator generates for {@code cluster} when the spec names none. */
    public static SecretRef generated(String cluster) {
        return new SecretRef(cluster + "-erlang-cookie", GENERATED_KEY);
    }

    /** One key of one Secret. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record SecretRef(
            @Required @JsonPropertyDescription("Name of the Secret.")
            String name,

            @Required @JsonPropertyDescription("Key within the Secret.")
            String key) {}
}
