package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** PATCH application/apply-patch+yaml: what {@code manager} applied before and no longer does is taken out. */
record ServerSideApply(String manager, boolean status) {

    /** {@code current} with {@code applied} laid over it and managedFields that say so. */
    ObjectNode to(ObjectNode current, ObjectNode applied) {
        ObjectNode claimed = ownPart(applied);
        ObjectNode fields = FieldSet.of(claimed);
        ObjectNode merged = Merge.apply(current, claimed);
        ArrayNode managers = merged.withObject("metadata").withArray("managedFields");
        List<JsonNode> kept = new ArrayList<>(List.of(fields));
        managers.forEach(entry -> {
            if (!isOurs(entry)) {
                kept.add(entry.path("fieldsV1"));
            }
        });
        managers.forEach(entry -> {
            if (isOurs(entry)) {
                FieldSet.removeAbandoned(merged, entry.get("fieldsV1"), kept);
            }
        });
        managers.removeIf(this::isOurs);
        managers.add(entry(applied, fields));
        return merged;
    }

    /** The status subresource takes nothing but status, the object itself everything else. */
    private ObjectNode ownPart(ObjectNode applied) {
        ObjectNode part = applied.deepCopy();
        if (part.get("metadata") instanceof ObjectNode metadata) {
            metadata.remove("managedFields");
            metadata.remove("resourceVersion");
        }
        if (status) {
            part.retain("status");
        } else {
            part.remove("status");
        }
        return part;
    }

    private boolean isOurs(JsonNode entry) {
        return entry.path("manager").asText().equals(manager)
                && entry.path("operation").asText().equals("Apply")
                && entry.has("subresource") == status;
    }

    private ObjectNode entry(ObjectNode applied, ObjectNode fields) {
        ObjectNode entry = applied.objectNode()
                .put("manager", manager)
                .put("operation", "Apply")
                .put("apiVersion", applied.path("apiVersion").asText())
                .put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("fieldsType", "FieldsV1");
        entry.set("fieldsV1", fields);
        if (status) {
            entry.put("subresource", "status");
        }
        return entry;
    }
}
