package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SlotLeasesTest {

    private static final ErlangCluster SHOP = Shop.cluster(NodeNames.SLOT);

    private final TestApi api = new TestApi();
    private final KubernetesClient client = api.client();
    private final SlotLeases leases = replica(client);

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    @Test
    void theLowestFreeNumberIsLeased() throws Exception {
        assertThat(names(leases, 3)).containsExactly("web-0@shop.prod", "web-1@shop.prod", "web-2@shop.prod");
        assertThat(leases.nameFor(SHOP, Shop.unborn("api"), false)).hasToString("api-0@shop.prod");
    }

    @Test
    void theLeaseTellsWhoseItIsBeforeThePodHasNameAndUid() throws Exception {
        leases.nameFor(SHOP, Shop.unborn("web"), false);
        ErlangNode lease = node("shop.web-0");
        assertThat(lease.getSpec())
                .isEqualTo(new ErlangNodeSpec("shop", "web-0@shop.prod", new ErlangNodeSpec.PodRef("web-7d9f8-", "")));
        assertThat(lease.getMetadata().getLabels()).isEqualTo(Map.of(Shop.SERVICE_LABEL, "web"));
        assertThat(lease.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly("shop-uid");
    }

    @Test
    void aDryRunLeasesNothing() throws Exception {
        leases.nameFor(SHOP, Shop.unborn("web"), false);
        assertThat(leases.nameFor(SHOP, Shop.unborn("web"), true)).hasToString("web-1@shop.prod");
        assertThat(leases.nameFor(SHOP, Shop.unborn("web"), true)).hasToString("web-1@shop.prod");
        assertThat(leases.nameFor(SHOP, Shop.unbornOfStatefulSet("db", 4), true))
                .hasToString("db-4@shop.prod");
        assertThat(api.creates).hasValue(1);
    }

    @Test
    void theLikelyNameIsTheOneThatIsLeasedNextAndCostsNothing() throws Exception {
        for (Pod pod : List.of(Shop.unborn("web"), Shop.unborn("web"), Shop.unbornOfStatefulSet("db", 4))) {
            int before = api.creates.get();
            Optional<NodeName> likely = leases.likelyName(SHOP, pod);
            assertThat(api.creates).hasValue(before);
            assertThat(likely).contains(leases.nameFor(SHOP, pod, false));
        }
    }

    @Test
    void aStatefulSetPodKeepsItsOrdinalAndComesBackToIt() throws Exception {
        Pod pod = Shop.unbornOfStatefulSet("db", 7);
        assertThat(leases.nameFor(SHOP, pod, false)).hasToString("db-7@shop.prod");
        ErlangNode bound = node("shop.db-7");
        bound.setSpec(new ErlangNodeSpec("shop", "db-7@shop.prod", new ErlangNodeSpec.PodRef("db-7", "first")));
        client.resource(bound).update();
        assertThat(leases.nameFor(SHOP, pod, false)).hasToString("db-7@shop.prod");
        assertThat(node("shop.db-7").getSpec().isLease())
                .as("kept for the pod that is being created")
                .isTrue();
    }

    @Test
    void aBarePodWhoseNameEndsInANumberIsNoStatefulSets() throws Exception {
        Pod bare = Shop.unborn("web")
                .edit()
                .editMetadata()
                .withGenerateName(null)
                .withName("web-9")
                .withOwnerReferences(List.of())
                .endMetadata()
                .build();
        assertThat(leases.nameFor(SHOP, bare, false)).hasToString("web-0@shop.prod");
    }

    @Test
    void anOrdinalThatALivingPodHasIsRefusedWithTheReason() {
        hold("db-1", "deployment-pod", "u1");
        client.resource(Shop.pod("deployment-pod", "u1", "db-1@shop.prod")).create();
        ErlangNode held = node("shop.db-1");
        held.setSpec(new ErlangNodeSpec(
                "shop",
                "db-1@shop.prod",
                new ErlangNodeSpec.PodRef(
                        "deployment-pod",
                        client.pods()
                                .inNamespace("prod")
                                .withName("deployment-pod")
                                .get()
                                .getMetadata()
                                .getUid())));
        client.resource(held).update();
        assertThatExceptionOfType(NamingRefused.class)
                .isThrownBy(() -> leases.nameFor(SHOP, Shop.unbornOfStatefulSet("db", 1), false))
                .withMessageContaining("db-1@shop.prod is the name of pod deployment-pod");
    }

    @Test
    void theNameOfAPodThatIsGoneIsTakenOver() throws Exception {
        hold("db-1", "long-gone", "u1");
        assertThat(leases.nameFor(SHOP, Shop.unbornOfStatefulSet("db", 1), false))
                .hasToString("db-1@shop.prod");
        assertThat(node("shop.db-1").getSpec().pod()).isEqualTo(new ErlangNodeSpec.PodRef("db-1", ""));
    }

    @Test
    void injectingTwiceGivesTheSameNameAgain() throws Exception {
        NodeName name = leases.nameFor(SHOP, Shop.unborn("web"), false);
        Pod again = Shop.unborn("web")
                .edit()
                .editMetadata()
                .addToAnnotations(Annotations.NODE_NAME, name.toString())
                .endMetadata()
                .build();
        assertThat(leases.nameFor(SHOP, again, false)).isEqualTo(name);
        assertThat(client.resources(ErlangNode.class).inAnyNamespace().list().getItems())
                .hasSize(1);
    }

    @Test
    void aNameOfAnotherClusterOrNoneAtAllIsRefused() {
        for (String wrong : List.of("web-0@other.prod", "Web 0", "@shop.prod")) {
            Pod pod = Shop.unborn("web")
                    .edit()
                    .editMetadata()
                    .addToAnnotations(Annotations.NODE_NAME, wrong)
                    .endMetadata()
                    .build();
            assertThatExceptionOfType(NamingRefused.class)
                    .isThrownBy(() -> leases.nameFor(SHOP, pod, false))
                    .withMessageContaining("@shop.prod");
        }
        assertThatExceptionOfType(NamingRefused.class)
                .isThrownBy(() -> leases.nameFor(SHOP, Shop.unborn(""), false))
                .withMessageContaining("empty");
    }

    @Test
    void anApiServerThatIsAwayOrThrottlesIsARefusalAndTheSlotStaysFree() throws Exception {
        for (int code : List.of(429, 500, 503)) {
            api.failure = request -> request.getMethod().equals("POST") ? Optional.of(code) : Optional.empty();
            assertThatExceptionOfType(NamingRefused.class)
                    .isThrownBy(() -> leases.nameFor(SHOP, Shop.unborn("web"), false))
                    .withMessageContaining("later");
        }
        api.failure = request -> Optional.empty();
        assertThat(leases.nameFor(SHOP, Shop.unborn("web"), false)).hasToString("web-0@shop.prod");
    }

    @Test
    void aConnectionThatBreaksIsNoReasonToRefuse() throws Exception {
        try (BreakingDoor door = new BreakingDoor(client.getMasterUrl().getPort());
                KubernetesClient through = new KubernetesClientBuilder()
                        .withConfig(new ConfigBuilder(client.getConfiguration())
                                .withMasterUrl("http://127.0.0.1:" + door.port())
                                .build())
                        .build()) {
            NodeStore empty = new NodeStore();
            empty.complete();
            assertThat(new SlotLeases(through, empty).nameFor(SHOP, Shop.unborn("web"), false))
                    .hasToString("web-0@shop.prod");
            assertThat(door.broken()).isEqualTo(1);
        }
    }

    @Test
    void aReplicaThatDoesNotKnowAllNodesYetAsks() throws Exception {
        names(leases, 3);
        SlotLeases starting = new SlotLeases(client, new NodeStore());
        int before = api.creates.get();
        assertThat(starting.nameFor(SHOP, Shop.unborn("web"), false)).hasToString("web-3@shop.prod");
        assertThat(api.creates).hasValue(before + 1);
    }

    @Test
    void fiveHundredPodsAtTwoReplicasGetFiveHundredSlotsAndNoSlotIsAskedForTwiceByOneReplica() throws Exception {
        int pods = 500;
        try (KubernetesClient other = api.client();
                ExecutorService threads = Executors.newFixedThreadPool(32)) {
            List<SlotLeases> replicas = List.of(leases, replica(other));
            List<Future<NodeName>> answers = new ArrayList<>();
            for (int i = 0; i < pods; i++) {
                SlotLeases replica = replicas.get(i % 2);
                answers.add(threads.submit(() -> replica.nameFor(SHOP, Shop.unborn("web"), false)));
            }
            TreeSet<Integer> slots = new TreeSet<>();
            for (Future<NodeName> answer : answers) {
                slots.add(SlotNames.slot("web", answer.get().toString()).orElseThrow());
            }
            System.out.printf("%d pods: slots 0 to %d, %d requests to create%n", pods, slots.last(), api.creates.get());
            assertThat(slots).hasSize(pods);
            // The widest search leaves no more than this many free.
            assertThat(slots.last()).isLessThan(pods + 2 * 64);
            assertThat(api.creates.get()).isLessThanOrEqualTo(2 * (slots.last() + 1));
        }
    }

    private static List<String> names(SlotLeases leases, int count) throws NamingRefused {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(leases.nameFor(SHOP, Shop.unborn("web"), false).toString());
        }
        return names;
    }

    private void hold(String alive, String pod, String uid) {
        ErlangNode node = Leases.of(SHOP, NodeName.parse(alive + "@shop.prod"), Shop.unborn("db"), Instant.now());
        node.setSpec(new ErlangNodeSpec("shop", alive + "@shop.prod", new ErlangNodeSpec.PodRef(pod, uid)));
        client.resource(node).create();
    }

    private ErlangNode node(String name) {
        return client.resources(ErlangNode.class)
                .inNamespace("prod")
                .withName(name)
                .require();
    }

    /** With a store that an informer of its own fills, as in a process of its own. */
    private static SlotLeases replica(KubernetesClient client) {
        NodeStore store = new NodeStore();
        client.resources(ErlangNode.class).inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(ErlangNode node) {
                store.put(node);
            }

            @Override
            public void onUpdate(ErlangNode before, ErlangNode now) {
                store.put(now);
            }

            @Override
            public void onDelete(ErlangNode node, boolean unknown) {
                store.remove(node);
            }
        });
        store.complete();
        return new SlotLeases(client, store);
    }
}
