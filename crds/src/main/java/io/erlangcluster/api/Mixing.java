package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which nodes of a cluster form a mesh with each other. */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
        value = "self.policy != 'SameLabel' || has(self.label)",
        message = "mixing.policy SameLabel needs mixing.label, for example pod-template-hash")
public record Mixing(
        @Default("All")
        @JsonPropertyDescription(
                "All: every node with every other. SameLabel: only nodes whose pods have the same value"
                        + " of label; the others are neither offered to them nor connected with them.")
        Policy policy,

        @Pattern(Labels.KEY)
        @Size(min = 1, max = Labels.MAX_KEY)
        @JsonPropertyDescription("The label that SameLabel compares. pod-template-hash keeps the revisions of a"
                + " Deployment apart. Pods without the label form one group.")
        @Nullable
        String label) {

    public static final Mixing DEFAULT = new Mixing(Policy.ALL, null);

    public Mixing(@Nullable Policy policy, @Nullable String label) {
        this.policy = policy == null ? Policy.ALL : policy;
        this.label = label;
    }

    /** The group of a pod with these labels: nodes of one group, and only they, form a mesh. */
    public String group(Map<String, String> labels) {
        return Optional.ofNullable(label)
                .filter(_ -> policy == Policy.SAME_LABEL)
                .map(key -> labels.getOrDefault(key, ""))
                .orElse("");
    }

    /** Who may be connected with whom. */
    public enum Policy {
        @JsonProperty("All")
        ALL,
        @JsonProperty("SameLabel")
        SAME_LABEL
    }
}
