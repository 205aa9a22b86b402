package io.erlangcluster.selector;

import java.util.List;
import java.util.Map;

/**
 * A label selector with the meaning Kubernetes gives it: all requirements must hold, and no requirement matches
 * everything.
 *
 * @param requirements what a set of labels must satisfy, all of them
 */
public record LabelSelector(List<Requirement> requirements) {

    /** Matches every set of labels. */
    public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

    public LabelSelector {
        requirements = List.copyOf(requirements);
    }

    /** True if {@code labels} satisfy every requirement. */
    public boolean matches(Map<String, String> labels) {
        for (Requirement requirement : requirements) {
            if (!requirement.matches(labels)) {
                return false;
            }
        }
        return true;
    }
}
