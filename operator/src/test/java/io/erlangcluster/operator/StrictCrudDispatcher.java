package io.erlangcluster.operator;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.server.mock.KubernetesCrudDispatcher;
import io.fabric8.kubernetes.client.server.mock.crud.KubernetesCrudDispatcherException;
import io.fabric8.kubernetes.client.server.mock.crud.PutHandler;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.crud.AttributeSet;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mock checks the resourceVersion of an object, but not of its status: two writers would undo each other's work.
 */
public class StrictCrudDispatcher extends KubernetesCrudDispatcher {

    public StrictCrudDispatcher() {
        super(List.of());
    }

    @Override
    public synchronized MockResponse dispatch(RecordedRequest request) {
        String path = request.getPath();
        return request.getMethod().equals("PUT") && path.endsWith("/status")
                ? putStatus(path, request.getUtf8Body())
                : super.dispatch(request);
    }

    private MockResponse putStatus(String path, String body) {
        Map.@Nullable Entry<AttributeSet, String> there = findResource(getKey(path));
        if (there != null && !version(body).equals(version(there.getValue()))) {
            return new MockResponse().setResponseCode(HttpURLConnection.HTTP_CONFLICT);
        }
        try {
            return new PutHandler(this).handle(path, "application/json", body);
        } catch (KubernetesCrudDispatcherException refused) {
            return new MockResponse().setResponseCode(refused.getCode());
        }
    }

    private static String version(String json) {
        return Serialization.unmarshal(json, GenericKubernetesResource.class)
                .getMetadata()
                .getResourceVersion();
    }
}
