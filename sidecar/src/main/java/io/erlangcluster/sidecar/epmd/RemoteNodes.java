package io.erlangcluster.sidecar.epmd;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The nodes of other machines: what a look-up falls back to when the name is not registered here. */
public interface RemoteNodes {

    /** Knows nobody. */
    RemoteNodes NONE = new RemoteNodes() {
        @Override
        public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
            return loop.newSucceededFuture(Optional.empty());
        }
    };

    /** Wants to know which nodes there are, for look-ups by prefix or label and for watches. */
    interface Observer {
        /** The node can be offered, or is offered already and has changed. */
        void known(KnownNode node);

        /** The node must not be offered any more; nothing happens if it was not. */
        void unknown(String alive);
    }

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

    /** Whether who asks at {@code askedAt} means other nodes than those registered here, whatever their names. */
    default boolean isElsewhere(InetSocketAddress askedAt) {
        return false;
    }

    /** Tells {@code observer} of all nodes there are and, from then on, of every change, on the server's event loop. */
    default void observe(Observer observer) {}
}
