package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What every client asked for, each request once; a client is who its bearer token says. For tests of RBAC. */
final class AccessLog {

    /** Answers {@code {"client": ["METHOD path?query", ...]}}; of the query only what RBAC looks at. */
    static final String PATH = "/debug/access";

    private static final int KEPT = 10_000;
    private static final String BEARER = "Bearer ";

    private final Map<String, Set<String>> requests = new TreeMap<>();

    synchronized void record(Optional<String> authorization, String method, String pathAndQuery) {
        String client = authorization
                .filter(header -> header.startsWith(BEARER))
                .map(header -> header.substring(BEARER.length()))
                .orElse("anonymous");
        Set<String> asked = requests.computeIfAbsent(client, name -> new LinkedHashSet<>());
        if (asked.size() < KEPT) {
            asked.add(method + " " + essence(pathAndQuery));
        }
    }

    private static String essence(String pathAndQuery) {
        String[] halves = pathAndQuery.split("\\?", 2);
        String query = halves.length == 1
                ? ""
                : Arrays.stream(halves[1].split("&", -1))
                        .filter(parameter -> parameter.equals("watch=true") || parameter.startsWith("fieldSelector="))
                        .sorted()
                        .collect(Collectors.joining("&"));
        return query.isEmpty() ? halves[0] : halves[0] + "?" + query;
    }

    synchronized String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        requests.forEach((client, asked) -> asked.forEach(json.putArray(client)::add));
        return json.toString();
    }
}
