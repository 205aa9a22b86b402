package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.server.mock.KubernetesAttributesExtractor;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.dsl.HttpMethod;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The mock's CRUD mode plus what a real API server does and the mock does not: server-side apply, RFC 7386 merge
 * patches, graceful deletion of pods, garbage collection by owner references, rules review, tokens. One request at a
 * time.
 */
final class ApiDispatcher extends KubernetesCrudDispatcher {

    private final RequestLog requests = new RequestLog();
    private final AccessLog access = new AccessLog();
    private final GarbageCollector garbage = new GarbageCollector(this);
    private final ServiceAccountTokens tokens;

    /** Where objects were last found, by path: the mock itself looks through all of them for every one. */
    private final Map<String, AttributeSet> keys = new HashMap<>();

    ApiDispatcher(Duration longestToken) {
        this.tokens = new ServiceAccountTokens(longestToken, path -> find(path).map(Stored::json));
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath();
        String plain = plain(path);
        if (plain.equals(RequestLog.PATH)) {
            return json(200, requests.toJson());
        }
        if (plain.equals(AccessLog.PATH)) {
            return json(200, access.toJson());
        }
        access.record(Optional.ofNullable(request.getHeader("Authorization")), request.getMethod(), path);
        requests.record(request.getMethod(), path);
        if (plain.equals("/version")) {
            return json(200, Discovery.VERSION);
        }
        if (plain.endsWith("/selfsubjectrulesreviews")) {
            return json(201, Discovery.RULES_REVIEW);
        }
        if (request.method() == HttpMethod.POST && plain.equals(ServiceAccountTokens.REVIEWS)) {
            return json(201, tokens.review(request.getUtf8Body()));
        }
        if (request.method() == HttpMethod.POST && ServiceAccountTokens.isRequest(plain)) {
            return issueToken(plain, request.getUtf8Body());
        }
        if (request.method() == HttpMethod.PUT && plain.endsWith("/status")) {
            return putStatus(path, plain, Revision.parse(request.getUtf8Body()));
        }
        if (request.method() == HttpMethod.POST && plain.endsWith("/bindings")) {
            return bind(plain, Revision.parse(request.getUtf8Body()));
        }
        if (request.method() == HttpMethod.DELETE) {
            return PodDeletion.of(plain, path, request.getUtf8Body())
                    .flatMap(deletion -> find(plain)
                            .flatMap(there -> deletion.mark(there.json()).map(marked -> store(path, there, marked))))
                    .orElseGet(() -> super.dispatch(request));
        }
        return super.dispatch(request);
    }

    private MockResponse issueToken(String plain, String body) {
        try {
            return json(201, tokens.issue(plain, body));
        } catch (ServiceAccountTokens.Refused refused) {
            return failure(refused.code, refused.reason, String.valueOf(refused.getMessage()));
        }
    }

    /** The mock checks the resourceVersion of an object, but not of its status. */
    private MockResponse putStatus(String path, String plain, ObjectNode body) {
        Optional<Stored> there = find(plain);
        if (there.isEmpty()) {
            return failure(404, "NotFound", path + " not found");
        }
        if (conflicts(there, body)) {
            return failure(409, "Conflict", path + " has another resourceVersion");
        }
        ObjectNode updated = there.get().json().deepCopy();
        updated.set("status", body.path("status"));
        return store(path, there.get(), updated);
    }

    /** A scheduler's way to set a pod's nodeName, which cannot be changed otherwise. */
    private MockResponse bind(String plain, ObjectNode binding) {
        String path = plain.replaceFirst(
                "bindings$", "pods/" + binding.at("/metadata/name").asText());
        Optional<Stored> pod = find(path);
        pod.ifPresent(there -> {
            ObjectNode bound = there.json().deepCopy();
            bound.withObject("spec").set("nodeName", binding.at("/target/name"));
            store(path, there, bound);
        });
        return pod.isPresent() ? json(201, binding.toString()) : failure(404, "NotFound", path);
    }

    @Override
    public MockResponse handlePatch(RecordedRequest request) {
        String path = request.getPath();
        String type = Optional.ofNullable(request.getHeader("Content-Type")).orElse("");
        boolean status = plain(path).endsWith("/status");
        Optional<Stored> there = find(plain(path));
        try {
            if (type.startsWith("application/apply-patch")) {
                ObjectNode applied = Revision.parse(request.getUtf8Body());
                if (conflicts(there, applied)) {
                    return failure(409, "Conflict", path + " has another resourceVersion");
                }
                ServerSideApply apply = new ServerSideApply(parameter(path, "fieldManager"), status);
                if (there.isEmpty() && !status) {
                    // Whoever applies what is not there needs the right to create it too.
                    access.record(
                            Optional.ofNullable(request.getHeader("Authorization")),
                            "POST",
                            plain(path).substring(0, plain(path).lastIndexOf('/')));
                }
                ObjectNode current = there.map(Stored::json).orElseGet(JsonNodeFactory.instance::objectNode);
                return there.isEmpty() && status
                        ? failure(404, "NotFound", path + " not found")
                        : store(path, there.orElse(null), apply.to(current, applied));
            }
            if (type.contains("merge-patch") && there.isPresent()) {
                ObjectNode patch = Revision.parse(request.getUtf8Body());
                if (conflicts(there, patch)) {
                    return failure(409, "Conflict", path + " has another resourceVersion");
                }
                ObjectNode own = patch.deepCopy();
                if (status) {
                    own.retain("status");
                }
                return store(
                        path, there.get(), (ObjectNode) Merge.patch(there.get().json(), own));
            }
        } catch (KubernetesClientException e) {
            return failure(400, "BadRequest", String.valueOf(e.getMessage()));
        }
        return super.handlePatch(request);
    }

    /** Every change of every object comes through here. */
    @Override
    public void processEvent(
            String path,
            AttributeSet pathAttributes,
            @Nullable AttributeSet oldAttributes,
            @Nullable GenericKubernetesResource resource,
            @Nullable String newState) {
        super.processEvent(path, pathAttributes, oldAttributes, resource, newState);
        // What only changed orphans nothing: looking through all there is at each change would be most of the work.
        if (oldAttributes == null || newState == null) {
            garbage.collect();
        }
    }

    /** Puts {@code object} under {@code path} before there are any clients; nothing is asked, nothing is collected. */
    synchronized void preload(String path, ObjectNode object) {
        Revision.stamp(Optional.empty(), object, requestResourceVersion());
        String text = object.toString();
        GenericKubernetesResource resource = Serialization.unmarshal(text, GenericKubernetesResource.class);
        super.processEvent(path, getKey(path), null, resource, text);
        keys.put(path, ((KubernetesAttributesExtractor) getAttributeExtractor()).extract(resource));
    }

    private MockResponse store(String path, @Nullable Stored there, ObjectNode updated) {
        String plain = plain(path);
        if (there != null && Revision.same(there.json(), updated)) {
            return json(200, there.json().toString());
        }
        Revision.stamp(Optional.ofNullable(there).map(Stored::json), updated, requestResourceVersion());
        boolean gone = updated.at("/metadata/deletionTimestamp").isTextual()
                && there != null
                && !there.json().at("/metadata/finalizers").isEmpty()
                && updated.at("/metadata/finalizers").isEmpty();
        String text = updated.toString();
        if (there != null && gone) {
            processEvent(plain, getKey(plain), there.key(), null, null);
        } else {
            processEvent(
                    plain,
                    getKey(plain),
                    there == null ? null : there.key(),
                    Serialization.unmarshal(text, GenericKubernetesResource.class),
                    text);
        }
        return json(there == null ? 201 : 200, text);
    }

    private record Stored(AttributeSet key, ObjectNode json) {}

    private Optional<Stored> find(String plain) {
        String path = plain.endsWith("/status") ? plain.substring(0, plain.length() - 7) : plain;
        return known(path).or(() -> {
            Optional<AttributeSet> key =
                    Optional.ofNullable(findResource(getKey(path))).map(Map.Entry::getKey);
            key.ifPresentOrElse(there -> keys.put(path, there), () -> keys.remove(path));
            return known(path);
        });
    }

    /** Without looking through all there is, unless its labels were changed. */
    private Optional<Stored> known(String path) {
        return Optional.ofNullable(keys.get(path))
                .flatMap(key ->
                        Optional.ofNullable(getMap().get(key)).map(json -> new Stored(key, Revision.parse(json))));
    }

    private static boolean conflicts(Optional<Stored> there, JsonNode patch) {
        JsonNode wanted = patch.at("/metadata/resourceVersion");
        return wanted.isTextual()
                && there.isPresent()
                && !wanted.equals(there.get().json().at("/metadata/resourceVersion"));
    }

    private static String plain(String path) {
        int query = path.indexOf('?');
        return query < 0 ? path : path.substring(0, query);
    }

    private static String parameter(String path, String name) {
        for (String pair : path.substring(path.indexOf('?') + 1).split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return pair.substring(name.length() + 1);
            }
        }
        return "unknown";
    }

    private static MockResponse failure(int code, String reason, String message) {
        return json(code, Discovery.status(code, reason, message));
    }

    private static MockResponse json(int code, String body) {
        return new MockResponse()
                .setResponseCode(code)
                .addHeader("Content-Type", "application/json")
                .setBody(body);
    }
}
