package io.erlangcluster.sidecar.connector;

import static io.erlangcluster.sidecar.dist.ErlangNodes.COOKIE;
import static io.erlangcluster.sidecar.dist.ErlangNodes.PATIENCE;
import static io.erlangcluster.sidecar.dist.ErlangNodes.full;
import static io.erlangcluster.sidecar.dist.ErlangNodes.get;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.dist.DistConnection;
import io.erlangcluster.sidecar.dist.ErlangNodes;
import io.erlangcluster.sidecar.dist.NameProbe;
import io.erlangcluster.sidecar.dist.Term;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Three real VMs, each with a connector as its pod would have. */
class RealMeshTest {

    private static final List<String> ALIVE = List.of("web-0", "web-1", "worker-0");

    private record Links(Set<NodeName> connected, Map<NodeName, String> failures) {}

    private record Pod(PodRegistry registry, Connector connector, LocalNodeDiscovery discovery) {}

    private final Map<String, Pod> pods = new HashMap<>();
    private final Map<String, InetSocketAddress> addresses = new HashMap<>();
    private final Map<String, DistConnection> observers = new HashMap<>();
    private final Map<NodeName, Links> told = new ConcurrentHashMap<>();
    private ErlangNodes erlang;

    @BeforeEach
    void start() throws Exception {
        erlang = new ErlangNodes();
        for (String alive : ALIVE) {
            startNode(alive);
            pods.put(alive, newPod());
        }
    }

    @AfterEach
    void stop() {
        erlang.close();
    }

    @Test
    void aMeshIsCompletedHealedAndFollowsTheDead() throws Exception {
        for (String alive : ALIVE) {
            erlang.loop()
                    .submit(() -> {
                        Pod pod = pod(alive);
                        pod.discovery().registered(alive, port(alive));
                        pod.registry().putCluster(cluster(ALIVE));
                    })
                    .sync();
        }
        ALIVE.forEach(alive -> awaitLinks(alive, ALIVE));

        get(node("web-0").call("erlang", "disconnect_node", List.of(Term.atom(full("worker-0")))));
        ALIVE.forEach(alive -> awaitLinks(alive, ALIVE));

        erlang.kill("web-1");
        List<String> left = List.of("web-0", "worker-0");
        left.forEach(alive -> awaitLinks(alive, left));
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(links("web-0").failures()).containsOnlyKeys(name("web-1")));

        startNode("web-1");
        erlang.loop()
                .submit(() -> {
                    LocalNodeDiscovery discovery = pod("web-1").discovery();
                    discovery.unregistered("web-1");
                    discovery.registered("web-1", port("web-1"));
                })
                .sync();
        ALIVE.forEach(alive -> awaitLinks(alive, ALIVE));
    }

    @Test
    void aWrongCookieIsToldUnderTheNodesOwnName() throws Exception {
        Pod pod = pod("web-0");
        ConnectorSettings wrong = ConnectorSettings.of(new CookieRing("wrong"), Optional.empty());
        Connector connector = new Connector(erlang.loop(), pod.registry(), wrong, peer -> Optional.empty(), this::told);
        erlang.loop()
                .submit(() -> connector.localUp(new LocalNode(name("web-0"), port("web-0"), 5)))
                .sync();
        Awaitility.await().atMost(PATIENCE).until(() -> told.containsKey(name("web-0")));
        assertThat(links("web-0").failures())
                .hasEntrySatisfying(name("web-0"), why -> assertThat(why).contains("rejected the cookie"));
    }

    @Test
    void aVmThatKeptTheCookieOfBeforeIsWatchedAllTheSame() throws Exception {
        CookieRing cookies = new CookieRing("new");
        cookies.offer(List.of("new", COOKIE));
        Connector connector = new Connector(
                erlang.loop(),
                pod("web-0").registry(),
                ConnectorSettings.of(cookies, Optional.empty()),
                peer -> Optional.empty(),
                this::told);
        erlang.loop()
                .submit(() -> connector.localUp(new LocalNode(name("web-0"), port("web-0"), 5)))
                .sync();
        Awaitility.await().atMost(PATIENCE).until(() -> told.containsKey(name("web-0")));
        assertThat(links("web-0").failures()).isEmpty();
        assertThat(erlang.loop().submit(cookies::candidates).get()).startsWith(COOKIE);
    }

    private void awaitLinks(String alive, List<String> mesh) {
        Set<String> others = Set.copyOf(mesh.stream()
                .filter(other -> !other.equals(alive))
                .map(ErlangNodes::full)
                .toList());
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(ErlangNodes.nodes(node(alive), "visible")).isEqualTo(others));
        Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(NullPointerException.class)
                .untilAsserted(() -> assertThat(links(alive))
                        .satisfies(links -> assertThat(links.connected())
                                .extracting(NodeName::toString)
                                .containsExactlyInAnyOrderElementsOf(others)));
    }

    private void startNode(String alive) throws Exception {
        InetSocketAddress address = erlang.start(alive);
        addresses.put(alive, address);
        observers.put(alive, erlang.observe(alive, address));
    }

    private Pod pod(String alive) {
        return requireNonNull(pods.get(alive));
    }

    private int port(String alive) {
        return requireNonNull(addresses.get(alive)).getPort();
    }

    private DistConnection node(String alive) {
        return requireNonNull(observers.get(alive));
    }

    private Links links(String alive) {
        return requireNonNull(told.get(name(alive)), () -> "nothing told of " + alive);
    }

    private Pod newPod() {
        PodRegistry registry = new PodRegistry();
        ConnectorSettings settings = ConnectorSettings.of(new CookieRing(COOKIE), Optional.empty());
        Connector connector = new Connector(erlang.loop(), registry, settings, peer -> Optional.empty(), this::told);
        registry.listen(connector);
        return new Pod(
                registry,
                connector,
                new LocalNodeDiscovery(erlang.loop(), registry, settings, new NameProbe(erlang.loop())));
    }

    private void told(LocalNode node, Set<NodeName> connected, Map<NodeName, String> failures) {
        told.put(node.name(), new Links(connected, failures));
    }

    private static ClusterView cluster(List<String> alive) {
        Map<String, ClusterNode> nodes = new HashMap<>();
        alive.forEach(one -> nodes.put(
                one, new ClusterNode(name(one), ClusterNode.Phase.UP, one, "uid", "127.0.0.1", 4370, 1, Map.of())));
        return new ClusterView("test", 1, nodes);
    }

    private static NodeName name(String alive) {
        return NodeName.parse(full(alive));
    }
}
