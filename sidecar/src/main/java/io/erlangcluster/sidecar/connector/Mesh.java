package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.dist.DistConnection;
import io.erlangcluster.sidecar.dist.DistFailure;
import io.erlangcluster.sidecar.dist.HiddenNode;
import io.erlangcluster.sidecar.dist.NodeEvents;
import io.erlangcluster.sidecar.dist.Term;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** The links of one VM of this pod: watches them over a hidden connection and has the VM dial what is missing. */
@SuppressWarnings("FutureReturnValueIgnored") // a closed loop has nothing to retry
final class Mesh {

    private static final Logger LOG = Logger.getLogger(Mesh.class);
    private static final long TELL_MILLIS = 50;

    private final LocalNode local;
    private final EventLoop loop;
    private final ConnectorSettings settings;
    private final Obstacles obstacles;
    private final LinkListener listener;
    private final List<InetSocketAddress> addresses;
    private final Backoff backoff;
    private final Set<NodeName> connected = new TreeSet<>();
    private ClusterView cluster;
    private State state = new Away();
    private String failure = "";
    private Optional<Told> told = Optional.empty();
    private boolean telling;
    private boolean stopped;

    /** Whether the VM can be watched and told to dial. */
    private sealed interface State permits Away, Watching {}

    private record Away() implements State {}

    private record Watching(DistConnection connection, PeerDials dials) implements State {}

    private record Told(Set<NodeName> connected, Map<NodeName, String> failures) {}

    Mesh(
            LocalNode local,
            ClusterView cluster,
            EventLoop loop,
            ConnectorSettings settings,
            Obstacles obstacles,
            LinkListener listener) {
        this.local = local;
        this.cluster = cluster;
        this.loop = loop;
        this.settings = settings;
        this.obstacles = obstacles;
        this.listener = listener;
        this.addresses = settings.localAddresses(local.port());
        this.backoff = settings.localRetry().backoff();
    }

    void start() {
        connect(0);
    }

    void stop() {
        stopped = true;
        if (state instanceof Watching(DistConnection connection, PeerDials dials)) {
            dials.stop();
            connection.close();
        }
        state = new Away();
    }

    void clusterChanged(ClusterView now) {
        cluster = now;
        reconcile();
    }

    private void connect(int attempt) {
        connect(attempt, settings.cookies().candidates().iterator());
    }

    private void connect(int attempt, Iterator<String> cookies) {
        if (stopped) {
            return;
        }
        String cookie = cookies.next();
        // One name per VM: every new name would become an atom in it.
        String ourName = "erlangcluster-" + local.name();
        new HiddenNode(loop, ourName, cookie, ConnectorSettings.HANDSHAKE_TIMEOUT, ConnectorSettings.CALL_TIMEOUT)
                .connect(addresses.get(attempt % addresses.size()), local.name().toString())
                .addListener((Future<DistConnection> shaken) -> {
                    if (shaken.isSuccess()) {
                        settings.cookies().confirm(cookie);
                        watch(shaken.getNow());
                        return;
                    }
                    DistFailure failure = DistFailure.of(shaken.cause());
                    if (failure instanceof DistFailure.CookieRejected && cookies.hasNext()) {
                        connect(attempt, cookies);
                    } else {
                        retry(attempt, failure.message());
                    }
                });
    }

    private void retry(int attempt, String why) {
        if (stopped) {
            return;
        }
        if ((attempt + 1) % addresses.size() != 0) {
            connect(attempt + 1);
            return;
        }
        failed(why);
        connectLater(attempt + 1);
    }

    private void connectLater(int attempt) {
        loop.schedule(() -> connect(attempt), backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }

    private void failed(String why) {
        if (!why.equals(failure)) {
            failure = why;
            LOG.warnf("local node not watched node=%s cause=\"%s\"", local.name(), why);
            tell();
        }
    }

    private void watch(DistConnection connection) {
        if (stopped) {
            connection.close();
            return;
        }
        connection.closeFuture().addListener(_ -> {
            if (state instanceof Watching watching && watching.connection() == connection) {
                watching.dials().stop();
                state = new Away();
            }
            // Nothing to complain of yet: if the VM is gone, EPMD says so in this moment too.
            connectLater(0);
        });
        connection.monitorNodes(new Links(connection)).addListener(subscribed -> {
            if (!subscribed.isSuccess()) {
                failed(DistFailure.of(subscribed.cause()).message());
                connection.close();
            }
        });
    }

    private void reconcile() {
        if (state instanceof Watching(DistConnection _, PeerDials dials)) {
            dials.want(cluster.meshOf(local.name()), connected);
            tell();
        }
    }

    private void dial(DistConnection connection, NodeName peer, Consumer<String> ended) {
        connection
                .call("net_kernel", "connect_node", List.of(Term.atom(peer.toString())))
                .addListener((Future<Term> answer) -> {
                    ended.accept(outcome(peer, answer));
                    tell();
                });
    }

    private String outcome(NodeName peer, Future<Term> answer) {
        if (!answer.isSuccess()) {
            return DistFailure.of(answer.cause()).message();
        }
        if (answer.getNow().equals(Term.atom("true"))) {
            return "";
        }
        return local.name() + " could not connect to " + peer
                + obstacles
                        .to(peer)
                        .map(": the last attempt was refused: "::concat)
                        .orElse(": different cookies, or the peer's sidecar or VM does not answer");
    }

    /** While a mesh forms every link is a change: of several that come close together one is told of. */
    private void tell() {
        if (!telling && !stopped) {
            telling = true;
            loop.schedule(this::tellNow, TELL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tellNow() {
        telling = false;
        Told now = new Told(Set.copyOf(connected), failures());
        if (!stopped && !told.equals(Optional.of(now))) {
            told = Optional.of(now);
            listener.linksChanged(local, now.connected(), now.failures());
        }
    }

    private Map<NodeName, String> failures() {
        Map<NodeName, String> failures = new HashMap<>();
        if (state instanceof Watching(DistConnection _, PeerDials dials)) {
            failures.putAll(dials.failures());
        }
        if (!failure.isEmpty()) {
            failures.put(local.name(), failure);
        }
        return Map.copyOf(failures);
    }

    /** What the VM tells over {@code connection}. */
    private final class Links implements NodeEvents {
        private final DistConnection connection;

        Links(DistConnection connection) {
            this.connection = connection;
        }

        @Override
        public void connectedTo(Set<String> nodes) {
            if (stopped) {
                return;
            }
            connected.clear();
            nodes.forEach(node -> connected.add(NodeName.parse(node)));
            state = new Watching(
                    connection,
                    new PeerDials(local.name(), loop, settings, (peer, ended) -> dial(connection, peer, ended)));
            failure = "";
            backoff.reset();
            LOG.infof("local node watched node=%s links=%d", local.name(), connected.size());
            reconcile();
        }

        @Override
        public void nodeUp(String node) {
            connected.add(NodeName.parse(node));
            reconcile();
        }

        @Override
        public void nodeDown(String node) {
            connected.remove(NodeName.parse(node));
            reconcile();
        }
    }
}
