package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * The links of one direction that stand. What let them in may be taken back: then they end at once, both sides see to
 * it. Only news do that: as long as the operator says nothing, every link stays. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class StandingLinks {

    private static final Logger LOG = Logger.getLogger(StandingLinks.class);

    /** Nodes that the log names when many links end for one cause. */
    private static final int NAMED = 5;

    private final Map<Channel, Link> links = new LinkedHashMap<>();

    /** A link with {@code node}, and what speaks against it, asked at any time. */
    private record Link(NodeName node, Channel vm, Channel peer, Supplier<Optional<Objection>> against) {}

    /** Looks after the link of {@code vm} and {@code peer} until one of them ends. */
    void add(NodeName node, Channel vm, Channel peer, Supplier<Optional<Objection>> against) {
        links.put(vm, new Link(node, vm, peer, against));
        vm.closeFuture().addListener(closed -> links.remove(vm));
        // A closed peer proves nothing any more; what it sent last is still on its way to the VM.
        peer.closeFuture().addListener(closed -> links.remove(vm));
    }

    /** Ends what must not stand after the registry changed, which most changes have nothing to do with. */
    void review(ClusterView before, ClusterView now) {
        review(link -> !before.find(link.node()).equals(now.find(link.node())));
    }

    /** Ends what must not stand after the policy changed. */
    void review() {
        review(link -> true);
    }

    private void review(Predicate<Link> concerned) {
        Map<Answer, List<String>> ended = new EnumMap<>(Answer.class);
        for (Link link : List.copyOf(links.values())) {
            if (concerned.test(link)) {
                link.against().get().ifPresent(objection -> {
                    ended.computeIfAbsent(objection.cause(), cause -> new ArrayList<>())
                            .add(link.node() + ": " + objection.detail());
                    link.peer().close();
                    link.vm().close();
                });
            }
        }
        ended.forEach((cause, which) -> LOG.warnf(
                "event=links-ended cause=%s links=%d detail=\"%s\" advice=\"%s\"",
                cause,
                which.size(),
                String.join("; ", which.subList(0, Math.min(NAMED, which.size()))),
                cause.advice()));
    }
}
