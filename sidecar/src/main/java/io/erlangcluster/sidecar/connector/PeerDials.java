package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * When one VM dials which missing peer: the smaller name at once, the greater one after a pause; then with a growing
 * delay; one dial per peer and a bounded number of all at once. Decides only; the dial itself is the owner's.
 */
final class PeerDials {

    private static final Logger LOG = Logger.getLogger(PeerDials.class);

    private final NodeName self;
    private final EventLoop loop;
    private final ConnectorSettings settings;
    private final BiConsumer<NodeName, Consumer<String>> dial;
    private final Map<NodeName, PeerDial> peers = new HashMap<>();
    private final Deque<PeerDial> waiting = new ArrayDeque<>();
    private int dialling;

    /**
     * @param dial starts a dial, and tells the function it is given when it ended: why it failed, or an empty text if
     *     the VM says that it is connected
     */
    PeerDials(NodeName self, EventLoop loop, ConnectorSettings settings, BiConsumer<NodeName, Consumer<String>> dial) {
        this.self = self;
        this.loop = loop;
        this.settings = settings;
        this.dial = dial;
    }

    /** These peers are wanted, and the VM is linked to {@code connected}. */
    void want(Map<NodeName, ClusterNode> wanted, Set<NodeName> connected) {
        peers.values().removeIf(peer -> {
            ClusterNode now = wanted.get(peer.name);
            boolean gone = now == null || now.creation() != peer.creation;
            if (gone) {
                peer.forget();
            }
            return gone;
        });
        wanted.forEach((name, node) ->
                peers.computeIfAbsent(name, _ -> new PeerDial(node)).linked(connected.contains(name)));
    }

    /** Why wanted links are missing, by peer. */
    Map<NodeName, String> failures() {
        Map<NodeName, String> failures = new TreeMap<>();
        peers.forEach((name, peer) -> {
            if (!peer.linked && !peer.failure.isEmpty()) {
                failures.put(name, peer.failure);
            }
        });
        return failures;
    }

    /** Stops everything; dials on the way no longer matter. */
    void stop() {
        peers.values().forEach(PeerDial::forget);
        peers.clear();
        waiting.clear();
    }

    private final class PeerDial {
        private final NodeName name;
        private final long creation;
        private final Backoff backoff = settings.peerRetry().backoff();
        private @Nullable Future<?> timer;
        private boolean linked;
        private boolean underway;
        private boolean forgotten;
        private boolean tried;
        private long linkedSince;
        private String failure = "";

        PeerDial(ClusterNode node) {
            this.name = node.name();
            this.creation = node.creation();
        }

        void linked(boolean now) {
            if (now && !linked) {
                linkedSince = System.nanoTime();
                tried = true;
                failure = "";
                cancel();
            } else if (linked && !now && held()) {
                backoff.reset();
            }
            linked = now;
            if (!linked && !underway && timer == null) {
                schedule();
            }
        }

        /** A link that flaps must not be redialled at once: {@code global} cuts more nodes each time. */
        private boolean held() {
            return System.nanoTime() - linkedSince > settings.peerRetry().most().toNanos();
        }

        private void schedule() {
            long pause = settings.politePause().toMillis();
            long polite = self.compareTo(name) < 0
                    ? 0
                    : pause + ThreadLocalRandom.current().nextLong(pause / 2 + 1);
            long delay = polite + (tried ? backoff.nextMillis() : 0);
            if (delay == 0) {
                underway = true;
                queue();
            } else {
                timer = loop.schedule(this::due, delay, TimeUnit.MILLISECONDS);
            }
        }

        private void due() {
            timer = null;
            if (!linked && !forgotten) {
                underway = true;
                queue();
            }
        }

        private void queue() {
            if (dialling < settings.parallelDials()) {
                start();
            } else {
                waiting.addLast(this);
            }
        }

        private void start() {
            if (linked || forgotten) {
                underway = false;
                return;
            }
            tried = true;
            dialling++;
            dial.accept(name, this::ended);
        }

        private void ended(String why) {
            dialling--;
            underway = false;
            if (!why.isEmpty() && !why.equals(failure)) {
                LOG.warnf("link missing node=%s peer=%s cause=\"%s\"", self, name, why);
            }
            failure = why;
            if (!linked && !forgotten && timer == null) {
                schedule();
            }
            while (dialling < settings.parallelDials() && !waiting.isEmpty()) {
                waiting.removeFirst().start();
            }
        }

        private void cancel() {
            if (timer != null) {
                timer.cancel(false);
                timer = null;
            }
        }

        void forget() {
            forgotten = true;
            cancel();
        }
    }
}
