package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which pods belong to a cluster, with the meaning of a Kubernetes label selector.
 *
 * @param matchLabels labels that must be present with these values
 * @param matchExpressions further conditions, all of which must hold
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Selector(
        @JsonPropertyDescription("Labels that must be present with these values.")
        Map<String, String> matchLabels,

        @JsonPropertyDescription("Further conditions, all of which must hold.")
        List<Expression> matchExpressions) {

    public Selector(@Nullable Map<String, String> matchLabels, @Nullable List<Expression> matchExpressions) {
        this.matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
        this.matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
    }

    /** One condition on one label. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public record Expression(
            @Required @JsonPropertyDescription("The label's key.")
            String key,

            @Required @JsonPropertyDescription("How the label's value relates to values.")
            Operator operator,

            @JsonPropertyDescription("For In and NotIn: the values; empty for Exists and DoesNotExist.")
            List<String> values) {

        public Expression(String key, Operator operator, @Nullable List<String> values) {
            this.key = key;
            this.operator = operator;
            this.values = values == null ? List.of() : List.copyOf(values);
        }
    }

    /** As in metav1.LabelSelectorRequirement. */
    public enum Operator {
        @JsonProperty("In")
        IN,
        @JsonProperty("NotIn")
        NOT_IN,
        @JsonProperty("Exists")
        EXISTS,
        @JsonProperty("DoesNotExist")
        DOES_NOT_EXIST
    }
}
