package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The informer's cache is whole at once; its listener hears of what is in it one after the other, later. */
class NodeStoreTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");

    private final NodeStore store = new NodeStore();
    private final Informer informer = new Informer();

    @Test
    void isCompleteOnlyWithWhatTheListenerHasNotHeardOfYet() {
        List<ErlangNode> atCompletion = new ArrayList<>();
        store.listen(new NodeStore.Listener() {
            @Override
            public void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
                assertThat(store.isComplete()).isFalse();
            }

            @Override
            public void complete() {
                atCompletion.addAll(store.of(SHOP));
            }
        });
        informer.has(node("web-0", "1"), node("web-1", "1"), node("web-2", "1"));
        store.put(node("web-0", "1"));

        store.complete(informer);

        assertThat(atCompletion).hasSize(3);
    }

    @Test
    void whatTheListenerHeardMeanwhileIsNotUndone() {
        informer.has(node("web-0", "1"), node("web-1", "1"));
        // Both change between the look into the cache and the putting of what was there.
        store.listen(new NodeStore.Listener() {
            private boolean done;

            @Override
            public void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
                if (!done) {
                    done = true;
                    informer.has(node("web-0", "2"));
                    informer.nodes.remove(new ResourceID("shop.web-1", "prod"));
                }
            }
        });

        store.complete(informer);

        assertThat(versions(store.of(SHOP))).containsExactlyInAnyOrder("shop.web-0 2");
    }

    @Test
    void aNodeIsFoundByItsNameAndByItsPodWhateverItWasBefore() {
        store.put(node("web-0", "1"));
        store.put(named("web-0", "other-0@shop.prod", "uid-new"));
        assertThat(store.named(SHOP, "web-0@shop.prod")).isEmpty();
        assertThat(store.ofPod(SHOP, "uid-web-0")).isEmpty();
        assertThat(store.named(SHOP, "other-0@shop.prod")).hasSize(1);
        assertThat(store.ofPod(SHOP, "uid-new")).isPresent();
        store.remove(node("web-0", "1"));
        assertThat(store.named(SHOP, "other-0@shop.prod")).isEmpty();
        assertThat(store.ofPod(SHOP, "uid-new")).isEmpty();
        assertThat(store.size(SHOP)).isZero();
    }

    @Test
    void ofTwoOfOneNameTheFirstIsTheSameWhoeverCameFirstAndTheOtherOutlivesIt() {
        store.put(named("pod-b", "app@shop.prod", "u-b"));
        store.put(named("pod-a", "app@shop.prod", "u-a"));
        assertThat(store.named(SHOP, "app@shop.prod"))
                .extracting(node -> node.getMetadata().getName())
                .containsExactly("shop.pod-a", "shop.pod-b");
        store.remove(named("pod-a", "app@shop.prod", "u-a"));
        assertThat(store.named(SHOP, "app@shop.prod")).hasSize(1);
    }

    @Test
    void whoIsUpIsKeptUntilOneOfThemComesOrGoes() {
        store.put(up("web-1"));
        store.put(up("web-0"));
        store.put(node("web-2", "1"));
        List<String> up = store.up(SHOP);
        assertThat(up).containsExactly("web-0@shop.prod", "web-1@shop.prod");
        store.put(up("web-0"));
        store.put(node("web-2", "2"));
        assertThat(store.up(SHOP)).as("not gathered anew").isSameAs(up);
        store.put(up("web-2"));
        assertThat(store.up(SHOP)).hasSize(3);
        store.put(node("web-0", "2"));
        store.remove(up("web-1"));
        assertThat(store.up(SHOP)).containsExactly("web-2@shop.prod");
    }

    private static ErlangNode up(String alive) {
        ErlangNode node = node(alive, "1");
        node.setStatus(new ErlangNodeStatus(Phase.UP, "10.0.0.1", 4370, 1, "2026-01-01T00:00:00Z"));
        return node;
    }

    private static ErlangNode named(String object, String name, String uid) {
        ErlangNode node = node(object, "2");
        node.setSpec(new ErlangNodeSpec("shop", name, new ErlangNodeSpec.PodRef(object, uid)));
        return node;
    }

    private static List<String> versions(Collection<ErlangNode> nodes) {
        return nodes.stream()
                .map(node ->
                        node.getMetadata().getName() + " " + node.getMetadata().getResourceVersion())
                .toList();
    }

    private static ErlangNode node(String alive, String version) {
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder()
                .withName(ErlangNode.objectName("shop", alive))
                .withNamespace("prod")
                .withResourceVersion(version)
                .build());
        node.setSpec(
                new ErlangNodeSpec("shop", alive + "@shop.prod", new ErlangNodeSpec.PodRef(alive, "uid-" + alive)));
        return node;
    }

    private static final class Informer implements Cache<ErlangNode> {

        private final Map<ResourceID, ErlangNode> nodes = new ConcurrentHashMap<>();

        void has(ErlangNode... there) {
            for (ErlangNode node : there) {
                nodes.put(ResourceID.fromResource(node), node);
            }
        }

        @Override
        public Optional<ErlangNode> get(ResourceID id) {
            return Optional.ofNullable(nodes.get(id));
        }

        @Override
        public Stream<ResourceID> keys() {
            return nodes.keySet().stream();
        }

        @Override
        public Stream<ErlangNode> list(Predicate<ErlangNode> wanted) {
            // As it was when asked.
            return List.copyOf(nodes.values()).stream().filter(wanted);
        }
    }
}
