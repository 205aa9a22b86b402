package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.Tls;
import io.erlangcluster.api.Peer;
import io.erlangcluster.api.Peer.Direction;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Peered: every cluster that spec.peers names agrees. Not there when it names none. */
final class PeeredCondition {

    static final String TYPE = "Peered";

    private PeeredCondition() {}

    static Optional<Condition> of(Observation seen) {
        ErlangCluster here = seen.cluster();
        List<Peer> peers = here.getSpec().peers();
        if (peers.isEmpty()) {
            return Optional.empty();
        }
        List<String> wrong = Stream.concat(
                        plain("this cluster", here),
                        peers.stream()
                                .filter(peer -> !peer.name().equals(Peer.ANY))
                                .flatMap(peer -> wrong(here, peer, seen.neighbours())))
                .toList();
        return Optional.of(
                wrong.isEmpty()
                        ? condition(seen, "True", "Agreed", "all peers agree")
                        : condition(seen, "False", "NotAgreed", String.join("; ", wrong)));
    }

    private static Stream<String> wrong(ErlangCluster here, Peer peer, List<ErlangCluster> neighbours) {
        String name = peer.name() + "." + peer.namespace();
        Optional<ErlangCluster> found = neighbours.stream()
                .filter(other -> Neighbours.isNamed(other, List.of(peer)))
                .findFirst();
        if (found.isEmpty()) {
            return Stream.of(name + " does not exist, or the operator does not watch its namespace: make it, or take it"
                    + " out of spec.peers");
        }
        ErlangCluster there = found.get();
        return Stream.of(
                        plain(name, there),
                        peer.direction().outbound() && !lists(there, here, Direction::inbound)
                                ? Stream.of(name + " lets nobody of this cluster in: " + ask(here, "Inbound")
                                        + advice(peer, "Inbound"))
                                : Stream.<String>of(),
                        peer.direction().inbound() && !lists(there, here, Direction::outbound)
                                ? Stream.of(name + " does not call this cluster: " + ask(here, "Outbound")
                                        + advice(peer, "Outbound"))
                                : Stream.<String>of())
                .flatMap(some -> some);
    }

    private static Stream<String> plain(String name, ErlangCluster cluster) {
        return cluster.getSpec().tls() == Tls.DISABLED
                ? Stream.of(name + " has spec.tls Disabled, and peers are linked over TLS only: set it to Mutual")
                : Stream.empty();
    }

    private static boolean lists(ErlangCluster there, ErlangCluster here, Predicate<Direction> direction) {
        return Neighbours.isNamed(
                here,
                there.getSpec().peers().stream()
                        .filter(peer -> direction.test(peer.direction()))
                        .toList());
    }

    private static String ask(ErlangCluster here, String direction) {
        return "add " + here.getMetadata().getName() + " of namespace "
                + here.getMetadata().getNamespace() + " to its spec.peers, " + direction + " or Both";
    }

    /** Who says Both may mean less. */
    private static String advice(Peer peer, String enough) {
        return peer.direction() == Direction.BOTH ? ", or say " + enough + " here if that is all you want" : "";
    }

    private static Condition condition(Observation seen, String status, String reason, String message) {
        return Condition.of(TYPE, status, reason, message, seen.generation());
    }
}
