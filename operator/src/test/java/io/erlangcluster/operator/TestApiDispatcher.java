package io.erlangcluster.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The mock's CRUD mode with what the operator needs of an API server besides: server-side apply (of one manager, which
 * owns all it ever applied), RFC 7386 merge patches, TokenReviews, and failures on demand.
 */
final class TestApiDispatcher extends StrictCrudDispatcher {

    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    final List<String> writes = new CopyOnWriteArrayList<>();
    final Set<String> paths = ConcurrentHashMap.newKeySet();

    private record Failure(int code, String method, String path) {}

    /** The next request of {@code method} whose path contains {@code path} is answered with {@code code}. */
    void failNext(int code, String method, String path) {
        failures.add(new Failure(code, method, path));
    }

    boolean isEveryFailureUsed() {
        return failures.isEmpty();
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath();
        paths.add(plain(path));
        Optional<Failure> wanted = failures.stream()
                .filter(failure -> failure.method().equals(request.getMethod()) && path.contains(failure.path()))
                .findFirst();
        if (wanted.filter(failures::remove).isPresent()) {
            return status(wanted.get().code(), "as the test wants");
        }
        if (path.endsWith("/tokenreviews")) {
            return json(201, parse(TestTokens.answer(request.getUtf8Body())));
        }
        if (!request.getMethod().equals("GET")) {
            writes.add(request.getMethod() + " " + path);
        }
        return super.dispatch(request);
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        boolean apply = type.contains("apply-patch");
        if (!apply && !type.contains("merge-patch")) {
            return super.handlePatch(request);
        }
        String path = plain(request.getPath());
        Map.@Nullable Entry<AttributeSet, String> there = findResource(getKey(path));
        if (there == null && !apply) {
            return status(404, path + " not found");
        }
        ObjectNode patch = Serialization.unmarshal(request.getUtf8Body(), ObjectNode.class);
        ObjectNode object = there == null ? patch.deepCopy() : parse(there.getValue());
        JsonNode wanted = patch.at("/metadata/resourceVersion");
        if (wanted.isTextual() && !wanted.equals(object.at("/metadata/resourceVersion"))) {
            return status(409, path + " has another resourceVersion");
        }
        merge(object, patch);
        if (apply && patch.has("spec")) {
            object.set("spec", patch.get("spec"));
        }
        return store(path, there, object);
    }

    private MockResponse store(String path, Map.@Nullable Entry<AttributeSet, String> there, ObjectNode object) {
        if (there == null) {
            object.withObject("metadata")
                    .put("uid", UUID.randomUUID().toString())
                    .put("generation", 1)
                    .put("creationTimestamp", "2026-01-01T00:00:00Z");
        } else if (object.equals(parse(there.getValue()))) {
            return json(200, object);
        }
        object.withObject("metadata").put("resourceVersion", Long.toString(requestResourceVersion()));
        processEvent(
                path,
                getKey(path),
                there == null ? null : there.getKey(),
                Serialization.unmarshal(object.toString(), GenericKubernetesResource.class),
                object.toString());
        return json(there == null ? 201 : 200, object);
    }

    private static void merge(ObjectNode target, ObjectNode patch) {
        patch.properties().forEach(field -> {
            if (field.getValue() instanceof ObjectNode part && target.get(field.getKey()) instanceof ObjectNode old) {
                merge(old, part);
            } else {
                target.set(field.getKey(), field.getValue());
            }
        });
    }

    private static ObjectNode parse(String json) {
        return Serialization.unmarshal(json, ObjectNode.class);
    }

    private static String plain(String path) {
        int query = path.indexOf('?');
        String plain = query < 0 ? path : path.substring(0, query);
        return plain.endsWith("/status") ? plain.substring(0, plain.length() - "/status".length()) : plain;
    }

    private static MockResponse status(int code, String message) {
        return new MockResponse()
                .setResponseCode(code)
                .addHeader("Content-Type", "application/json")
                .setBody("{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"status\":\"Failure\",\"code\":" + code
                        + ",\"message\":\"" + message + "\"}");
    }

    private static MockResponse json(int code, ObjectNode object) {
        return new MockResponse()
                .setResponseCode(code)
                .addHeader("Content-Type", "application/json")
                .setBody(object.toString());
    }
}
