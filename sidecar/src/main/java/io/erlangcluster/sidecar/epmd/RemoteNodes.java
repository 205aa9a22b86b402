package io.erlangcluster.sidecar.epmd;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The nodes of other machines: what a look-up falls back to when the name is not registered here. */
public interface RemoteNodes {

    /** Knows nobody. */
    RemoteNodes NONE = new RemoteNodes() {
        @Override
        public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
            return loop.newSucceededFuture(Optional.empty());
        }

        @Override
        public Collection<NodePort> known() {
            return List.of();
        }
    };

    /**
     * Where the node {@code alive} can be reached from this machine. Called on {@code loop}; must not block it. An
     * answer later than {@link EpmdSettings#lookUpTimeout()} is too late: the client is told that the name is unknown,
     * as it is when the future fails.
     *
     * @param alive part of the node name before the {@code @}
     * @param askedAt own address of the client's connection; names the cluster where several are known
     * @param loop the event loop of the client's connection
     */
    Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop);

    /** The nodes that can be reached now without opening anything. */
    Collection<NodePort> known();
}
