package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What the API server itself writes into metadata at every change. */
final class Revision {

    private static final Set<String> BOOKKEEPING = Set.of("resourceVersion", "managedFields");

    private Revision() {}

    /** Reads an object; YAML will do too. */
    static ObjectNode parse(String json) {
        return Serialization.unmarshal(json, ObjectNode.class);
    }

    /** Whether an update would change nothing that a watcher cares for. */
    static boolean same(ObjectNode before, ObjectNode after) {
        return substance(before).equals(substance(after));
    }

    private static ObjectNode substance(ObjectNode object) {
        ObjectNode copy = object.deepCopy();
        copy.withObject("metadata").remove(BOOKKEEPING);
        return copy;
    }

    static void stamp(Optional<ObjectNode> before, ObjectNode object, long version) {
        ObjectNode metadata = object.withObject("metadata");
        if (!metadata.has("uid")) {
            metadata.put("uid", UUID.randomUUID().toString());
            metadata.put("creationTimestamp", now());
        }
        long generation = metadata.path("generation").asLong(0);
        if (before.isEmpty() || !before.get().path("spec").equals(object.path("spec"))) {
            metadata.put("generation", generation + 1);
        }
        metadata.put("resourceVersion", Long.toString(version));
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
