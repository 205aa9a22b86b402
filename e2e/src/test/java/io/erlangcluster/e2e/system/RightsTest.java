package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.Selector;
import io.erlangcluster.chart.Chart;
import io.erlangcluster.chart.Request;
import io.erlangcluster.chart.Rights;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The chart's roles against what the operator asks of the API in the lives of nodes, of a cluster, of names and of the
 * CA: nothing denied, nothing to spare.
 */
@ExtendWith(PlatformExtension.class)
class RightsTest {

    private static final String SPARE = "spare";
    private static final String MISSING_COOKIE =
            "{\"cookie\":{\"secretRef\":{\"name\":\"not-there\",\"key\":\"cookie\"}}}";

    @Test
    void theChartGrantsWhatTheOperatorAsksForAndNoMore(Platform platform) throws Exception {
        Pod extra = platform.shop().pod("web", 7);
        platform.client().resource(extra).create();
        awaitMesh(platform, 4);
        relabel(platform, extra);
        abandonANode(platform);
        platform.client().resource(extra).delete();
        awaitMesh(platform, 3);
        liveAndDieAsACluster(platform);
        askForNamesThatAreTaken(platform);
        announceANewAuthority(platform);

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

    /** A cookie that is missing again and again, which is one Event that counts; a policy that comes and goes. */
    private static void liveAndDieAsACluster(Platform platform) {
        KubernetesClient api = platform.client();
        ErlangCluster spare = new ErlangCluster();
        spare.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Shop.NAMESPACE)
                .withName(SPARE)
                .build());
        spare.setSpec(new ErlangClusterSpec(
                new Selector(Map.of("app.kubernetes.io/part-of", SPARE), List.of()), null, null, null, null, null));
        api.resource(spare).create();
        awaitThat(() -> secret(platform).get() != null && policy(platform).get() != null);
        for (int times : new int[] {1, 2, 3}) {
            change(platform, MISSING_COOKIE);
            awaitThat(() -> told(platform, times));
            change(platform, "{\"cookie\":null,\"networkPolicy\":\"None\"}");
            awaitThat(() ->
                    cookieAccepted(platform, "Unknown") && policy(platform).get() == null);
        }
        api.resource(spare).delete();
        awaitThat(() -> secret(platform).get() == null);
    }

    private static Resource<ErlangCluster> spare(Platform platform) {
        return platform.client()
                .resources(ErlangCluster.class)
                .inNamespace(Shop.NAMESPACE)
                .withName(SPARE);
    }

    private static void change(Platform platform, String spec) {
        spare(platform).patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    }

    private static Resource<Secret> secret(Platform platform) {
        return platform.client().secrets().inNamespace(Shop.NAMESPACE).withName(SPARE + "-erlang-cookie");
    }

    private static Resource<NetworkPolicy> policy(Platform platform) {
        return platform.client()
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(Shop.NAMESPACE)
                .withName(SPARE + "-erlang");
    }

    private static boolean cookieAccepted(Platform platform, String status) {
        ErlangClusterStatus is = spare(platform).require().getStatus();
        return is != null
                && is.condition("CookieAccepted")
                        .filter(condition -> condition.status().equals(status))
                        .isPresent();
    }

    private static boolean told(Platform platform, int times) {
        return platform.client().v1().events().inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .anyMatch(event -> SPARE.equals(event.getInvolvedObject().getName())
                        && event.getMessage().contains("not-there")
                        && event.getCount() == times);
    }

    /** A pod of a StatefulSet whose name a live pod has; and one of a cluster that is not known. */
    private static void askForNamesThatAreTaken(Platform platform) throws Exception {
        Pod second = new PodBuilder()
                .withNewMetadata()
                .withNamespace(Shop.NAMESPACE)
                .withName("other-web-0")
                .withLabels(platform.client()
                        .pods()
                        .inNamespace(Shop.NAMESPACE)
                        .withName("web-0")
                        .require()
                        .getMetadata()
                        .getLabels())
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("StatefulSet")
                .withName("other-web")
                .endOwnerReference()
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .build();
        Reviews reviews = Reviews.of(platform);
        assertThat(reviews.review(second, Shop.NAME).getResponse().getStatus().getMessage())
                .contains("web-0@shop.prod is the name of pod web-0");
        assertThat(reviews.review(second, "unknown").getResponse().getAllowed()).isTrue();
    }

    /** The operator finds its CA old: it writes a successor into the Secret, and both into the trust bundle. */
    private static void announceANewAuthority(Platform platform) throws Exception {
        int before = authorities(platform);
        String signer = AgedAuthority.signer(platform);
        AgedAuthority.replace(platform);
        awaitThat(() -> authorities(platform) > before);
        awaitThat(() -> !AgedAuthority.signer(platform).equals(signer));
    }

    private static int authorities(Platform platform) {
        return Credentials.bundle(platform.client(), Shop.NAMESPACE).split("BEGIN CERTIFICATE", -1).length - 1;
    }

    private static void awaitThat(Callable<Boolean> condition) {
        await().atMost(60, SECONDS).until(condition);
    }

    private static NonNamespaceOperation<ErlangNode, KubernetesResourceList<ErlangNode>, Resource<ErlangNode>> nodes(
            Platform platform) {
        return platform.client().resources(ErlangNode.class).inNamespace(Shop.NAMESPACE);
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
