package io.erlangcluster.e2e.system;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.erlangcluster.e2e.sidecar.SidecarStream;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Namespace evil with a cluster that is called shop too. Its pods are run by nobody; their sidecars say what a test
 * wants. All of it is gone when this is closed.
 */
final class Hideout implements AutoCloseable {

    static final String NAMESPACE = "evil";

    private final Platform platform;
    private final KubernetesClient api;
    private final HttpClient http;
    private final List<SidecarStream> streams = new ArrayList<>();

    /** Nodes whose label color differs are kept apart. */
    Hideout(Platform platform) throws Exception {
        this.platform = platform;
        this.api = platform.client();
        this.http = HttpClient.newBuilder()
                .sslContext(Credentials.tls(Credentials.bundle(api, Shop.NAMESPACE)))
                .build();
        api.resource(Serialization.unmarshal("""
                apiVersion: erlangcluster.io/v1alpha1
                kind: ErlangCluster
                metadata: {name: shop, namespace: evil}
                spec:
                  selector: {matchLabels: {app: shop}}
                  mixing: {policy: SameLabel, label: color}
                """, ErlangCluster.class)).create();
    }

    static String node(String alive) {
        return alive + "@shop." + NAMESPACE;
    }

    /** A pod that was injected and is running. */
    Pod pod(String alive, String color) {
        Pod pod = api.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(alive)
                        .withNamespace(NAMESPACE)
                        .addToLabels("app", "shop")
                        .addToLabels("color", color)
                        .addToAnnotations(Annotations.CLUSTER, "shop")
                        .addToAnnotations(Annotations.NODE_NAME, node(alive))
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP("192.0.2.1")
                .build());
        return api.resource(pod).updateStatus();
    }

    String token(Pod pod) {
        return Credentials.token(api, pod, Credentials.AUDIENCE);
    }

    /** Open, with nothing said. */
    SidecarStream stream() {
        SidecarStream stream = new SidecarStream(http, platform.operatorAddress());
        streams.add(stream);
        return stream;
    }

    /** Admitted as the sidecar of {@code pod}. */
    SidecarStream stream(Pod pod) {
        return stream().say(SidecarStream.hello(pod, "shop", token(pod)));
    }

    Optional<ErlangNode> registered(String alive) {
        return Optional.ofNullable(api.resources(ErlangNode.class)
                .inNamespace(NAMESPACE)
                .withName(ErlangNode.objectName("shop", alive))
                .get());
    }

    @Override
    public void close() {
        streams.forEach(SidecarStream::close);
        http.shutdownNow();
        api.pods().inNamespace(NAMESPACE).withGracePeriod(0).delete();
        api.resources(ErlangCluster.class).inNamespace(NAMESPACE).delete();
    }
}
