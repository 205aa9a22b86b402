package io.erlangcluster.bench;

import java.util.Map;

/**
 * What was measured, for people and for programs.
 *
 * @param figures by name; ratios end in {@code _ratio} and are ours divided by theirs
 */
public record Report(Table table, Map<String, Object> figures) {}
