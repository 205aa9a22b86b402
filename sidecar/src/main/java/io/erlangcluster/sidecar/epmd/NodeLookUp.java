package io.erlangcluster.sidecar.epmd;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Finds a node by name: registered here, or known elsewhere within a time limit. */
final class NodeLookUp {

    private static final Logger LOG = Logger.getLogger(NodeLookUp.class);

    private final Registrations registrations;
    private final RemoteNodes remoteNodes;
    private final Duration timeout;

    NodeLookUp(Registrations registrations, RemoteNodes remoteNodes, Duration timeout) {
        this.registrations = registrations;
        this.remoteNodes = remoteNodes;
        this.timeout = timeout;
    }

    /** Gives the node, or empty, to {@code then}: once, on {@code loop}. */
    void find(String alive, InetSocketAddress askedAt, EventLoop loop, Consumer<Optional<NodePort>> then) {
        registered(alive, askedAt)
                .ifPresentOrElse(
                        here -> then.accept(Optional.of(here.node())), () -> findRemote(alive, askedAt, loop, then));
    }

    /** The node registered here, if it is meant by who asks at {@code askedAt}. */
    Optional<Registration> registered(String alive, InetSocketAddress askedAt) {
        return remoteNodes.isElsewhere(askedAt) ? Optional.empty() : registrations.find(alive);
    }

    private void findRemote(
            String alive, InetSocketAddress askedAt, EventLoop loop, Consumer<Optional<NodePort>> then) {
        Promise<Optional<NodePort>> first = loop.newPromise();
        Future<?> late = loop.schedule(
                () -> {
                    if (first.trySuccess(Optional.empty())) {
                        LOG.warnf(
                                "look-up answered with \"unknown\": no word about the node in time alive=%s seconds=%d",
                                NodePort.printable(alive), timeout.toSeconds());
                    }
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
        first.addListener((Future<Optional<NodePort>> answer) -> {
            late.cancel(false);
            then.accept(answer.getNow());
        });
        remoteNodes.lookUp(alive, askedAt, loop).addListener((Future<Optional<NodePort>> answer) -> {
            if (answer.isSuccess()) {
                first.trySuccess(answer.getNow());
            } else if (first.trySuccess(Optional.empty())) {
                LOG.warnf(
                        "look-up answered with \"unknown\", the node asks again when it dials again alive=%s reason=%s",
                        NodePort.printable(alive), answer.cause());
            }
        });
    }
}
