package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.admin.Readings.LookUps;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Counts how look-ups of other pods' nodes end. Event loop only. */
final class CountedLookUps implements RemoteNodes {

    private final RemoteNodes nodes;
    private long found;
    private long unknown;
    private long failed;

    CountedLookUps(RemoteNodes nodes) {
        this.nodes = nodes;
    }

    LookUps counted() {
        return new LookUps(found, unknown, failed);
    }

    @Override
    public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
        return nodes.lookUp(alive, askedAt, loop).addListener((Future<Optional<NodePort>> answer) -> {
            if (!answer.isSuccess()) {
                failed++;
            } else if (answer.getNow().isPresent()) {
                found++;
            } else {
                unknown++;
            }
        });
    }

    @Override
    public boolean isElsewhere(InetSocketAddress askedAt) {
        return nodes.isElsewhere(askedAt);
    }

    @Override
    public void observe(Observer observer) {
        nodes.observe(observer);
    }
}
