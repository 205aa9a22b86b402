package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.chart.Chart;
import io.erlangcluster.chart.Request;
import io.erlangcluster.chart.Rights;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.ToOperator;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The chart's roles against what the operator asks of the API in a life of nodes: nothing denied, nothing to spare. */
@ExtendWith(PlatformExtension.class)
class RightsTest {

    @Test
    void theChartGrantsWhatTheOperatorAsksForAndNoMore(Platform platform) throws Exception {
        Pod extra = platform.shop().pod("web", 7);
        platform.client().resource(extra).create();
        awaitMesh(platform, 4);
        relabel(platform, extra);
        abandonANode(platform);
        platform.client().resource(extra).delete();
        awaitMesh(platform, 3);
        greetForAnUnknownPod(platform.operatorAddress());

        List<Request> asked = asked(platform.apiUrl());
        Rights rights = Rights.of(Chart.render());
        assertThat(asked).as("requests seen").isNotEmpty();
        assertThat(rights.denied(asked))
                .as("asked for and not granted: add to templates/_rules.tpl")
                .isEmpty();
        assertThat(rights.unused(asked))
                .as("granted and never asked for: remove from templates/_rules.tpl, or do here what needs it")
                .isEmpty();
    }

    private static void relabel(Platform platform, Pod pod) {
        platform.client()
                .resource(pod)
                .edit(found -> found.edit()
                        .editMetadata()
                        .addToLabels("relabelled", "yes")
                        .endMetadata()
                        .build());
        await().atMost(60, SECONDS)
                .until(() -> nodes(platform)
                                .withLabel("relabelled")
                                .list()
                                .getItems()
                                .size()
                        == 1);
    }

    /** A node without owner and pod: no garbage collector takes it, the operator has to. */
    private static void abandonANode(Platform platform) {
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Shop.NAMESPACE)
                .withName(ErlangNode.objectName(Shop.NAME, "web-99"))
                .addToLabels("abandoned", "yes")
                .build());
        node.setSpec(new ErlangNodeSpec(Shop.NAME, "web-99@shop.prod", new ErlangNodeSpec.PodRef("web-99", "gone")));
        platform.client().resource(node).create();
        await().atMost(60, SECONDS)
                .until(() ->
                        nodes(platform).withLabel("abandoned").list().getItems().isEmpty());
    }

    private static NonNamespaceOperation<ErlangNode, KubernetesResourceList<ErlangNode>, Resource<ErlangNode>> nodes(
            Platform platform) {
        return platform.client().resources(ErlangNode.class).inNamespace(Shop.NAMESPACE);
    }

    /** The operator does not know the pod yet, as when its informer is late, and asks the API before it refuses. */
    private static void greetForAnUnknownPod(InetSocketAddress operator) throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket.Listener listener = new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return CompletableFuture.completedStage(null);
            }
        };
        byte[] hello = ToOperator.newBuilder()
                .setHello(Hello.newBuilder()
                        .setNamespace(Shop.NAMESPACE)
                        .setPod("nobody")
                        .setPodUid("none")
                        .setCluster(Shop.NAME))
                .build()
                .toByteArray();
        URI stream = URI.create("ws://" + operator.getHostString() + ":" + operator.getPort() + "/v1/stream");
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket socket =
                    client.newWebSocketBuilder().buildAsync(stream, listener).join();
            socket.sendBinary(ByteBuffer.wrap(hello), true).join();
            assertThat(closed.get(30, SECONDS)).as("policy violation").isEqualTo(1008);
        }
    }

    private static List<Request> asked(String api) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String body = client.send(
                            HttpRequest.newBuilder(URI.create(api + "/debug/access"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            List<Request> requests = new ArrayList<>();
            for (JsonNode line : new ObjectMapper().readTree(body).path(Platform.OPERATOR_TOKEN)) {
                String[] words = line.textValue().split(" ", 2);
                Request.of(words[0], words[1]).ifPresent(requests::add);
            }
            return requests;
        }
    }
}
