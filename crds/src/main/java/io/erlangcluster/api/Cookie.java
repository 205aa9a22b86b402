package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

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
            @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of the Secret.")
            String name,

            @Required
            @Pattern("^[-._a-zA-Z0-9]+$")
            @Size(min = 1, max = 253)
            @JsonPropertyDescription("Key within the Secret. Its value must be a cookie as Erlang accepts it: 1 to 255"
                    + " printable characters of ASCII, no blank among them.")
            String key) {

        /** The key that holds the cookie of before, while pods change from that one to the new one. */
        public String previousKey() {
            return "previous-" + key;
        }
    }
}
