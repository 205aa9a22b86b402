package io.erlangcluster.bench;

import java.util.Map;
import java.util.Optional;

/**
 * What was measured, for people and for programs.
 *
 * @param figures by name; ratios end in {@code _ratio} and are ours divided by theirs
 * @param failure what is beyond its bound; empty where nothing is, or nothing has one
 */
public record Report(Table table, Map<String, Object> figures, Optional<String> failure) {

    /** Of what has no bound. */
    public Report(Table table, Map<String, Object> figures) {
        this(table, figures, Optional.empty());
    }
}
