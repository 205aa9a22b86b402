package io.erlangcluster.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.Optional;

/** One observation about a cluster, with the meaning of metav1.Condition. */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Condition(
        @Required
        @JsonPropertyDescription("What is observed: Ready, MeshComplete, Injected, CookieAccepted, Progressing.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @Required @JsonPropertyDescription("Why, in one word.")
        String reason,

        @Required @JsonPropertyDescription("Why, naming what is missing.")
        String message,

        @Required @JsonPropertyDescription("When the status last changed, RFC 3339.")
        String lastTransitionTime,

        @JsonPropertyDescription("The generation of the spec this was observed for.")
        long observedGeneration) {

    /** The time before it is known. */
    private static final String UNSET = "1970-01-01T00:00:00Z";

    /** A condition that was just computed; {@link #since} gives it its time. */
    public static Condition of(String type, String status, String reason, String message, long generation) {
        return new Condition(type, status, reason, message, UNSET, generation);
    }

    /**
     * This condition with the time of its last change: {@code before}'s if the status is the same, else {@code now}.
     */
    public Condition since(Optional<Condition> before, String now) {
        String time = before.filter(old -> old.status.equals(status))
                .map(Condition::lastTransitionTime)
                .orElse(now);
        return new Condition(type, status, reason, message, time, observedGeneration);
    }
}
