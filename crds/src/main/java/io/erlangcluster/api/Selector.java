package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
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
@ValidationRule(
        value = "(has(self.matchLabels) && size(self.matchLabels) > 0)"
                + " || (has(self.matchExpressions) && size(self.matchExpressions) > 0)",
        message = "selector must not be empty: it would match every pod of the namespace")
public record Selector(
        @JsonPropertyDescription("Labels that must be present with these values.")
        Map<String, String> matchLabels,

        @Size(max = 32) @JsonPropertyDescription("Further conditions, all of which must hold.")
        List<Expression> matchExpressions) {

    public Selector(@Nullable Map<String, String> matchLabels, @Nullable List<Expression> matchExpressions) {
        this.matchLabels = matchLabels == null ? Map.of() : Map.copyOf(matchLabels);
        this.matchExpressions = matchExpressions == null ? List.of() : List.copyOf(matchExpressions);
    }

    /** One condition on one label. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    @ValidationRule(
            value = "self.operator in ['In', 'NotIn'] ? has(self.values) && size(self.values) > 0"
                    + " : !has(self.values) || size(self.values) == 0",
            message = "In and NotIn need values; Exists and DoesNotExist must have none")
    public record Expression(
            @Required
            @Pattern(Labels.KEY)
            @Size(min = 1, max = Labels.MAX_KEY)
            @JsonPropertyDescription("The label's key.")
            String key,

            @Required @JsonPropertyDescription("How the label's value relates to values.")
            Operator operator,

            @Size(max = 64) @JsonPropertyDescription("For In and NotIn: the values; empty for Exists and DoesNotExist.")
            List<@Pattern(Labels.VALUE) @Size(max = Labels.MAX_VALUE) String> values) {

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
