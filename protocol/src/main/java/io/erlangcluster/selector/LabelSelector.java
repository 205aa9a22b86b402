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

    /**
     * Reads a selector as kubectl's -l takes it: {@code app=web,tier in (a,b),env notin (test),release,!canary}.
     *
     * @param text empty for everything
     * @throws IllegalArgumentException if it is not a selector; the message says where and why
     */
    public static LabelSelector parse(String text) {
        return new SelectorParser(text).parse();
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
