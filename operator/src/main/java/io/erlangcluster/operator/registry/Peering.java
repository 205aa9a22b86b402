package io.erlangcluster.operator.registry;

import io.erlangcluster.api.Peer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What two clusters agreed on, seen from one of them. Each grants only what is its own: its services, its nodes' calls.
 *
 * @param inbound what the other's nodes may reach here; empty if nothing
 * @param outbound what the nodes here may reach there; empty if nothing
 */
record Peering(Optional<Services> inbound, Optional<Services> outbound) {

    /** Nothing. */
    static final Peering NONE = new Peering(Optional.empty(), Optional.empty());

    /**
     * Services by name.
     *
     * @param all whether every service is meant, whatever {@code named} says
     */
    record Services(boolean all, Set<String> named) {

        Services {
            named = Set.copyOf(named);
        }

        boolean has(String service) {
            return all || named.contains(service);
        }
    }

    /** What {@code here}, which lists {@code ofHere}, and {@code there}, which lists {@code ofThere}, agree on. */
    static Peering of(ResourceID here, List<Peer> ofHere, ResourceID there, List<Peer> ofThere) {
        List<Peer> about = about(there, ofHere);
        List<Peer> back = about(here, ofThere);
        return new Peering(granted(about, back), granted(back, about));
    }

    boolean isNone() {
        return equals(NONE);
    }

    /** What {@code granting} lets be reached, if {@code asking} wants to reach anything. */
    private static Optional<Services> granted(List<Peer> granting, List<Peer> asking) {
        List<Peer> grants =
                granting.stream().filter(peer -> peer.direction().inbound()).toList();
        boolean wanted = asking.stream().anyMatch(peer -> peer.direction().outbound());
        if (grants.isEmpty() || !wanted) {
            return Optional.empty();
        }
        Set<String> named = new HashSet<>();
        grants.stream().map(Peer::services).forEach(named::addAll);
        return Optional.of(
                new Services(grants.stream().anyMatch(peer -> peer.services().isEmpty()), named));
    }

    private static List<Peer> about(ResourceID other, Collection<Peer> peers) {
        return peers.stream()
                .filter(peer -> peer.names(other.getName(), other.getNamespace().orElse("")))
                .toList();
    }
}
