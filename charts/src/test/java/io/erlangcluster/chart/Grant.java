package io.erlangcluster.chart;

import java.util.List;

/**
 * One thing that a role allows: a rule with several verbs or resources is several grants.
 *
 * @param namespace where; empty for everywhere
 * @param names only these objects; all when empty
 */
public record Grant(String namespace, String verb, String group, String resource, List<String> names) {

    /** Whether this grant alone is enough for {@code request}. Wildcards are not understood: the chart has none. */
    public boolean allows(Request request) {
        return (namespace.isEmpty() || namespace.equals(request.namespace()))
                && verb.equals(request.verb())
                && group.equals(request.group())
                && resource.equals(request.resource())
                && (names.isEmpty() || request.name().filter(names::contains).isPresent());
    }
}
