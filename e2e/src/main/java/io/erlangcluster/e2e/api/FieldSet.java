package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * FieldsV1, the form in which metadata.managedFields says what a manager applied. Lists are atomic except finalizers (a
 * set) and ownerReferences (a map keyed by uid), the two that several managers share.
 */
final class FieldSet {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> IDENTITY = Set.of("apiVersion", "kind");
    private static final Set<String> NAMING = Set.of("name", "namespace", "resourceVersion", "uid", "managedFields");

    private FieldSet() {}

    /** The fields that {@code applied}, a whole object, claims. */
    static ObjectNode of(ObjectNode applied) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        applied.properties().stream()
                .filter(e -> !IDENTITY.contains(e.getKey()))
                .forEach(e -> fields.set("f:" + e.getKey(), fields(e.getKey(), e.getValue())));
        if (fields.get("f:metadata") instanceof ObjectNode metadata) {
            NAMING.forEach(name -> metadata.remove("f:" + name));
        }
        return fields;
    }

    private static ObjectNode fields(String name, JsonNode value) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        if (value instanceof ObjectNode object) {
            object.properties().forEach(e -> fields.set("f:" + e.getKey(), fields(e.getKey(), e.getValue())));
        } else if (name.equals("finalizers")) {
            value.forEach(item -> fields.putObject("v:" + item));
        } else if (name.equals("ownerReferences")) {
            value.forEach(item -> fields.set("k:{\"uid\":" + item.get("uid") + "}", fields("", item)));
        }
        return fields;
    }

    /** Takes out of {@code target} what {@code before} claimed and none of {@code kept} does. */
    static void removeAbandoned(JsonNode target, JsonNode before, List<JsonNode> kept) {
        for (Map.Entry<String, JsonNode> claim : List.copyOf(before.properties())) {
            String field = claim.getKey();
            List<JsonNode> stillClaimed = kept.stream()
                    .map(fields -> fields.path(field))
                    .filter(JsonNode::isObject)
                    .toList();
            if (stillClaimed.isEmpty()) {
                remove(target, field);
            } else if (target instanceof ObjectNode object && object.has(field.substring(2))) {
                removeAbandoned(object.get(field.substring(2)), claim.getValue(), stillClaimed);
            }
        }
    }

    private static void remove(JsonNode target, String field) {
        if (target instanceof ObjectNode object && field.startsWith("f:")) {
            object.remove(field.substring(2));
        } else if (target instanceof ArrayNode array) {
            array.removeIf(item -> matches(item, field));
        }
    }

    private static boolean matches(JsonNode item, String claim) {
        try {
            JsonNode key = JSON.readTree(claim.substring(2));
            return claim.startsWith("v:") ? key.equals(item) : key.get("uid").equals(item.get("uid"));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a FieldsV1 key: " + claim, e);
        }
    }
}
