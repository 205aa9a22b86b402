package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.dist.DistFailure;
import io.erlangcluster.sidecar.dist.NameProbe;
import io.erlangcluster.sidecar.dist.ProbedNode;
import io.erlangcluster.sidecar.epmd.state.NodeProbe;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/** Asks the nodes of restored registrations for their names by half a handshake, on each address they may listen on. */
final class RestoredNodes implements NodeProbe {

    private final EventLoop loop;
    private final NameProbe probe;
    private final List<InetAddress> addresses;

    /** @param addresses of this machine, at least one, asked in this order until somebody answers */
    RestoredNodes(EventLoop loop, NameProbe probe, List<InetAddress> addresses) {
        this.loop = loop;
        this.probe = probe;
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public Future<Answer> probe(int port) {
        Promise<Answer> answer = loop.newPromise();
        probe(0, port, answer);
        return answer;
    }

    private void probe(int attempt, int port, Promise<Answer> answer) {
        InetSocketAddress address = new InetSocketAddress(addresses.get(attempt), port);
        probe.probe(address).addListener((Future<ProbedNode> node) -> {
            if (node.isSuccess()) {
                answer.setSuccess(new Node(node.getNow().name(), node.getNow().creation()));
            } else if (!(DistFailure.of(node.cause()) instanceof DistFailure.Unreachable)) {
                answer.setSuccess(new Somebody());
            } else if (attempt + 1 < addresses.size()) {
                probe(attempt + 1, port, answer);
            } else {
                answer.setSuccess(new Nobody());
            }
        });
    }
}
