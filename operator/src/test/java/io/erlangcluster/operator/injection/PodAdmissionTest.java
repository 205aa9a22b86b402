package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.api.Readiness;
import io.erlangcluster.operator.WatchedNamespaces;
import io.erlangcluster.operator.node.NamingRefused;
import io.erlangcluster.operator.node.NodeNaming;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class PodAdmissionTest {

    private static final TestSettings SETTINGS =
            new TestSettings(Optional.empty(), Optional.of(SidecarTemplate.Form.NATIVE));

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private final List<String> leased = new ArrayList<>();
    private Optional<KnownClusters> clusters = Optional.empty();

    /** Counts leases; a pod that carries a name keeps it. */
    private final NodeNaming naming = (cluster, pod, dryRun) -> {
        assertThat(pod.getMetadata().getNamespace()).isEqualTo("prod");
        String given = pod.getMetadata().getAnnotations().getOrDefault(Annotations.NODE_NAME, "web-0@shop.prod");
        if (given.startsWith("taken")) {
            throw new NamingRefused("taken by another pod");
        }
        leased.add((dryRun ? "would " : "") + given);
        return NodeName.parse(given);
    };

    @AfterEach
    void stop() {
        clusters.ifPresent(known -> known.stop(new io.quarkus.runtime.ShutdownEvent()));
    }

    @Test
    void aPodOfTheClusterBecomesANode() throws Exception {
        Pod generated = ShopPods.pod()
                .edit()
                .editMetadata()
                .withName(null)
                .withNamespace(null)
                .withGenerateName("web-7d4f9-")
                .endMetadata()
                .build();
        PodAdmission.Decision decision = admission(shop()).decide("prod", "shop", generated, false);
        assertThat(decision).isInstanceOfSatisfying(PodAdmission.Decision.Injected.class, injected -> {
            assertThat(injected.pod().getMetadata().getAnnotations())
                    .containsEntry(Annotations.NODE_NAME, "web-0@shop.prod");
            assertThat(injected.pod().getMetadata().getNamespace()).isNull();
            assertThat(injected.pod().getSpec().getInitContainers().getFirst().getEnv())
                    .extracting(env -> env.getValue())
                    .contains("wss://operator.system:4371");
        });
        assertThat(leased).containsExactly("web-0@shop.prod");
    }

    @Test
    void aDryRunLeasesNothing() throws Exception {
        assertThat(admission(shop()).decide("prod", "shop", ShopPods.pod(), true))
                .isInstanceOf(PodAdmission.Decision.Injected.class);
        assertThat(leased).containsExactly("would web-0@shop.prod");
    }

    @Test
    void aPodThatIsReviewedAgainStaysTheSame() throws Exception {
        PodAdmission admission = admission(shop());
        PodAdmission.Decision once = admission.decide("prod", "shop", ShopPods.pod(), false);
        Pod injected = ((PodAdmission.Decision.Injected) once).pod();
        assertThat(admission.decide("prod", "shop", injected, false)).isEqualTo(once);
    }

    @Test
    void thePodsUserCanKeepItOut() throws Exception {
        Pod out = ShopPods.pod()
                .edit()
                .editMetadata()
                .addToAnnotations(Annotations.INJECT, "false")
                .endMetadata()
                .build();
        assertUntouched(admission(shop()).decide("prod", "shop", out, false), "inject");
    }

    @Test
    void anEntryThatIsOutOfDateHurtsNobody() throws Exception {
        PodAdmission admission = admission(shop());
        assertUntouched(admission.decide("prod", "gone", ShopPods.pod(), false), "does not exist any more");
        Pod other = ShopPods.pod()
                .edit()
                .editMetadata()
                .addToLabels("app", "other")
                .endMetadata()
                .build();
        assertUntouched(admission.decide("prod", "shop", other, false), "does not match it any more");
    }

    @Test
    void aClusterThatThisReplicaHasNotSeenYetIsAskedFor() throws Exception {
        PodAdmission admission = unstarted();
        client.resource(shop()).create();
        assertThat(admission.decide("prod", "shop", ShopPods.pod(), false))
                .isInstanceOf(PodAdmission.Decision.Injected.class);
    }

    @Test
    void aPodOfTwoClustersIsRefused() {
        ErlangCluster twin = ShopPods.cluster("twin", shop().getSpec());
        assertThatThrownBy(() -> admission(shop(), twin).decide("prod", "shop", ShopPods.pod(), false))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("shop, twin");
        assertThat(leased).isEmpty();
    }

    @Test
    void aPodThatIsRefusedTakesNoName() {
        Pod wrong = ShopPods.pod(ShopPods.value("RELEASE_NODE", "mine@elsewhere"));
        assertThatThrownBy(() -> admission(shop()).decide("prod", "shop", wrong, false))
                .isInstanceOf(InjectionRefused.class);
        assertThat(leased).isEmpty();
    }

    @Test
    void whatNamingRefusesIsRefused() {
        Pod taken = ShopPods.pod()
                .edit()
                .editMetadata()
                .addToAnnotations(Annotations.NODE_NAME, "taken-0@shop.prod")
                .endMetadata()
                .build();
        assertThatThrownBy(() -> admission(shop()).decide("prod", "shop", taken, false))
                .isInstanceOf(NamingRefused.class);
    }

    @Test
    void nodesThatNameThemselvesLeaseNothing() throws Exception {
        ErlangCluster existing = ShopPods.cluster(
                "shop",
                ShopPods.spec(
                        Injection.DEFAULT, DataPath.TUNNEL, null, NodeNames.EXISTING, new Readiness(true, 60), null));
        assertThat(admission(existing).decide("prod", "shop", ShopPods.pod(), false))
                .isInstanceOf(PodAdmission.Decision.Injected.class);
        assertThat(leased).isEmpty();
    }

    private static ErlangCluster shop() {
        return ShopPods.context().cluster();
    }

    private PodAdmission admission(ErlangCluster... existing) {
        for (ErlangCluster cluster : existing) {
            client.resource(cluster).create();
        }
        PodAdmission admission = unstarted();
        KnownClusters known = clusters.orElseThrow();
        known.start(new io.quarkus.runtime.StartupEvent());
        org.awaitility.Awaitility.await()
                .until(() -> known.areComplete() && known.all().size() == existing.length);
        return admission;
    }

    private PodAdmission unstarted() {
        KnownClusters known = new KnownClusters(client, new WatchedNamespaces(SETTINGS));
        clusters = Optional.of(known);
        return new PodAdmission(known, naming, new ServerVersion(client, SETTINGS), SETTINGS, SETTINGS);
    }

    private static void assertUntouched(PodAdmission.Decision decision, String why) {
        assertThat(decision)
                .isInstanceOfSatisfying(
                        PodAdmission.Decision.Untouched.class,
                        untouched -> assertThat(untouched.why()).contains(why));
    }
}
