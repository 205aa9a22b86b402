package io.erlangcluster.operator.injection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.operator.WatchedNamespaces;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.webhook.admission.AdmissionController;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.enterprise.inject.Vetoed;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * Whatever is posted to the webhook, by whoever reaches its port: an answer, or the refusal that becomes a 400. Each
 * input is read as it is, and again as the pod of a review that the API server could have sent.
 */
class AdmissionReviewFuzzTest {

    private static final TestSettings SETTINGS =
            new TestSettings(Optional.empty(), Optional.of(SidecarTemplate.Form.NATIVE));

    private static final KubernetesClient NOBODY =
            new KubernetesClientBuilder().withConfig(Config.empty()).build();

    private static final ErlangCluster SHOP =
            ShopPods.cluster("shop", ShopPods.spec(Injection.DEFAULT, DataPath.TUNNEL));

    private final KubernetesSerialization json = NOBODY.getKubernetesSerialization();

    private final PodAdmission admission = new PodAdmission(
            new OnlyShop(),
            (cluster, pod, dryRun) -> NodeName.parse("web-0@shop.prod"),
            new ServerVersion(NOBODY, SETTINGS),
            SETTINGS,
            SETTINGS);

    private final AdmissionMetrics metrics = new AdmissionMetrics(new SimpleMeterRegistry(), new OnlyShop());

    @FuzzTest
    void isAnsweredOrRefused(byte[] input) {
        review(input);
        review(reviewOf(new String(input, UTF_8)).getBytes(UTF_8));
    }

    private static String reviewOf(String pod) {
        return """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1","operation":"CREATE",\
                "namespace":"prod","kind":{"group":"","version":"v1","kind":"Pod"},"object":%s}}""".formatted(pod);
    }

    private void review(byte[] body) {
        AdmissionReview answer;
        try {
            AdmissionReview review = ReviewReader.read(json, body);
            answer = new AdmissionController<>(new PodReview(admission, metrics, "prod", "shop")).handle(review);
            assertThat(answer.getResponse().getUid())
                    .isEqualTo(review.getRequest().getUid());
        } catch (IllegalArgumentException badRequest) {
            return;
        }
        AdmissionResponse response = answer.getResponse();
        assertThat(json.asJson(answer)).contains("\"response\"");
        if (response.getPatch() != null) {
            assertThat(response.getAllowed()).isTrue();
            String patch = new String(Base64.getDecoder().decode(response.getPatch()), UTF_8);
            List<?> changes = json.unmarshal(patch, List.class);
            assertThat(changes).isNotEmpty();
        }
    }

    @Vetoed // or Quarkus finds two beans in the tests of its own
    private static final class OnlyShop extends KnownClusters {

        OnlyShop() {
            super(NOBODY, new WatchedNamespaces(SETTINGS));
        }

        @Override
        List<ErlangCluster> all() {
            return List.of(SHOP);
        }
    }
}
