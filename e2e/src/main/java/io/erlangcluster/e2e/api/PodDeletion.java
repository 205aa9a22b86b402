package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DELETE of a pod that a kubelet runs: the object stays, marked, until the kubelet deletes it with grace 0. */
record PodDeletion(Optional<Long> graceSeconds) {

    private static final Pattern POD = Pattern.compile("/api/v1/namespaces/[^/]+/pods/[^/]+");
    private static final Pattern GRACE = Pattern.compile("gracePeriodSeconds=(\\d+)");

    /** A deletion if the path names one pod; {@code body} may hold DeleteOptions. */
    static Optional<PodDeletion> of(String plain, String path, String body) {
        if (!POD.matcher(plain).matches()) {
            return Optional.empty();
        }
        Matcher query = GRACE.matcher(path);
        if (query.find()) {
            return Optional.of(new PodDeletion(Optional.of(Long.valueOf(query.group(1)))));
        }
        JsonNode grace = body.isBlank()
                ? MissingNode.getInstance()
                : Revision.parse(body).path("gracePeriodSeconds");
        return Optional.of(new PodDeletion(grace.isNumber() ? Optional.of(grace.asLong()) : Optional.empty()));
    }

    /** The marked pod; empty if it is to be removed at once. */
    Optional<ObjectNode> mark(ObjectNode pod) {
        long grace = graceSeconds.orElse(
                pod.at("/spec/terminationGracePeriodSeconds").asLong(30));
        if (grace == 0 || !pod.at("/spec/nodeName").isTextual()) {
            return Optional.empty();
        }
        ObjectNode marked = pod.deepCopy();
        ObjectNode metadata = marked.withObject("metadata");
        if (!metadata.has("deletionTimestamp")) {
            metadata.put("deletionTimestamp", Revision.now()).put("deletionGracePeriodSeconds", grace);
        }
        return Optional.of(marked);
    }
}
