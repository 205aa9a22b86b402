package io.erlangcluster.selector;

import java.util.Map;
import java.util.Set;

/**
 * One condition on one label. As in Kubernetes (apimachinery labels.Requirement), {@code NotIn} also holds for labels
 * that are absent.
 */
public sealed interface Requirement {

    /** The label's key. */
    String key();

    /** True if {@code labels} satisfy this requirement. */
    boolean matches(Map<String, String> labels);

    /** The label is present and its value is one of {@code values}; with one value this is equality. */
    record In(String key, Set<String> values) implements Requirement {
        public In {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value != null && values.contains(value);
        }
    }

    /** The label is absent, or its value is none of {@code values}. */
    record NotIn(String key, Set<String> values) implements Requirement {
        public NotIn {
            values = Set.copyOf(values);
        }

        @Override
        public boolean matches(Map<String, String> labels) {
            String value = labels.get(key);
            return value == null || !values.contains(value);
        }
    }

    /** The label is present, whatever its value. */
    record Exists(String key) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return labels.containsKey(key);
        }
    }

    /** The label is absent. */
    record DoesNotExist(String key) implements Requirement {
        @Override
        public boolean matches(Map<String, String> labels) {
            return !labels.containsKey(key);
        }
    }
}
