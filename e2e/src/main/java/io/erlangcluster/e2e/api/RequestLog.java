package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts what clients ask of the API, watches and leader-election leases aside: idle must be quiet. */
final class RequestLog {

    /** Answers the count and the latest requests as JSON; not counted itself. */
    static final String PATH = "/debug/requests";

    private static final int KEPT = 50;

    private final Deque<String> latest = new ArrayDeque<>();
    private long count;

    synchronized void record(String method, String path) {
        if (path.contains("watch=true") || path.contains("/leases/")) {
            return;
        }
        count++;
        latest.addLast(method + " " + path);
        if (latest.size() > KEPT) {
            latest.removeFirst();
        }
    }

    synchronized String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("count", count);
        latest.forEach(json.putArray("latest")::add);
        return json.toString();
    }
}
