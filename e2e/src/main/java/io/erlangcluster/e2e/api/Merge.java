package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Two ways to lay one document over another; neither changes its arguments. */
final class Merge {

    private Merge() {}

    /** RFC 7386: null removes, objects merge, everything else (arrays too) replaces. */
    static JsonNode patch(JsonNode target, JsonNode patch) {
        if (!(patch instanceof ObjectNode)) {
            return patch.deepCopy();
        }
        ObjectNode merged =
                target instanceof ObjectNode object ? object.deepCopy() : JsonNodeFactory.instance.objectNode();
        patch.properties().forEach(e -> {
            if (e.getValue().isNull()) {
                merged.remove(e.getKey());
            } else {
                merged.set(e.getKey(), patch(merged.path(e.getKey()), e.getValue()));
            }
        });
        return merged;
    }

    /** Server-side apply: as {@link #patch}, but finalizers and ownerReferences of other managers stay. */
    static ObjectNode apply(ObjectNode target, ObjectNode applied) {
        ObjectNode merged = target.deepCopy();
        applied.properties().forEach(e -> {
            JsonNode before = merged.path(e.getKey());
            switch (e.getValue()) {
                case ObjectNode object
                when before instanceof ObjectNode there -> merged.set(e.getKey(), apply(there, object));
                case ArrayNode array
                when before instanceof ArrayNode there && shared(e.getKey()) ->
                    merged.set(e.getKey(), union(there, array));
                case JsonNode value -> merged.set(e.getKey(), value.deepCopy());
            }
        });
        return merged;
    }

    private static boolean shared(String list) {
        return list.equals("finalizers") || list.equals("ownerReferences");
    }

    private static ArrayNode union(ArrayNode there, ArrayNode applied) {
        ArrayNode union = there.deepCopy();
        for (JsonNode item : applied) {
            union.removeIf(old -> identity(old).equals(identity(item)));
            union.add(item);
        }
        return union;
    }

    private static JsonNode identity(JsonNode item) {
        return item.has("uid") ? item.get("uid") : item;
    }
}
