package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.mockwebserver.crud.AttributeSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Deletes objects none of whose owners exists any more, as the garbage collector of kube-controller-manager does. */
final class GarbageCollector {

    private final ApiDispatcher api;
    private boolean collecting;

    GarbageCollector(ApiDispatcher api) {
        this.api = api;
    }

    void collect() {
        if (collecting || api.getMap().values().stream().noneMatch(json -> json.contains("\"ownerReferences\""))) {
            return;
        }
        collecting = true;
        try {
            while (sweep()) {
                // an owner that was itself owned
            }
        } finally {
            collecting = false;
        }
    }

    private boolean sweep() {
        Set<String> living = new HashSet<>();
        api.getMap()
                .values()
                .forEach(json -> living.add(uid(Revision.parse(json).at("/metadata"))));
        boolean removed = false;
        for (Map.Entry<AttributeSet, String> entry : List.copyOf(api.getMap().entrySet())) {
            ObjectNode object = Revision.parse(entry.getValue());
            JsonNode owners = object.at("/metadata/ownerReferences");
            boolean orphan = !owners.isEmpty();
            for (JsonNode owner : owners) {
                orphan &= !living.contains(uid(owner));
            }
            if (orphan && object.at("/metadata/finalizers").isEmpty()) {
                api.processEvent("/", entry.getKey(), entry.getKey(), null, null);
                removed = true;
            }
        }
        return removed;
    }

    private static String uid(JsonNode node) {
        return node.path("uid").asText();
    }
}
