package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A cluster as far as Events tell of it. Events are the difference of two such moments: whatever changed to and fro
 * between them was of no lasting interest.
 *
 * @param phases of every node, by full name
 * @param conditions by type
 */
record Happenings(Map<String, Phase> phases, Map<String, Condition> conditions) {

    static Happenings of(Observation seen, ErlangClusterStatus status) {
        Map<String, Phase> phases = new TreeMap<>();
        for (ErlangNode node : seen.nodes()) {
            phases.put(node.getSpec().name(), Observation.phase(node));
        }
        Map<String, Condition> conditions = new TreeMap<>();
        status.conditions().forEach(condition -> conditions.put(condition.type(), condition));
        return new Happenings(phases, conditions);
    }

    /** What happened between {@code before} and this moment, at most one of each kind. */
    List<Happening> since(Happenings before) {
        List<Happening> happened = new ArrayList<>();
        nodes(before, Phase.UP)
                .ifPresent(names -> happened.add(new Happening(false, "NodeUp", Listing.of(names) + " Up")));
        nodes(before, Phase.LEAVING)
                .ifPresent(names -> happened.add(new Happening(false, "NodeLeaving", Listing.of(names) + " leaving")));
        nodes(before, Phase.DOWN)
                .ifPresent(names -> happened.add(new Happening(
                        true, "NodeDown", Listing.of(names) + " Down: the VM ended or was never registered again")));
        turned(before, MeshCompleteCondition.TYPE).ifPresent(mesh -> {
            switch (mesh.status()) {
                case "True" -> happened.add(new Happening(false, "MeshComplete", mesh.message()));
                case "False" -> happened.add(new Happening(true, "MeshIncomplete", "not connected: " + mesh.message()));
                default -> {}
            }
        });
        turned(before, CookieAcceptedCondition.TYPE)
                .filter(cookie -> cookie.status().equals("False"))
                .ifPresent(cookie -> happened.add(new Happening(true, cookie.reason(), cookie.message())));
        turned(before, InjectedCondition.TYPE)
                .filter(injected -> injected.status().equals("False"))
                .ifPresent(injected -> happened.add(new Happening(true, injected.reason(), injected.message())));
        turned(before, ReadyCondition.TYPE)
                .filter(ready ->
                        ready.reason().equals("Invalid") || ready.reason().equals("NameRefused"))
                .ifPresent(ready -> happened.add(new Happening(true, ready.reason(), ready.message())));
        return happened;
    }

    private Optional<List<String>> nodes(Happenings before, Phase phase) {
        List<String> came = phases.entrySet().stream()
                .filter(node -> node.getValue() == phase && before.phases.get(node.getKey()) != phase)
                .map(Map.Entry::getKey)
                .toList();
        return came.isEmpty() ? Optional.empty() : Optional.of(came);
    }

    /** The condition, if it has another status or reason than before; another message is no news. */
    private Optional<Condition> turned(Happenings before, String type) {
        Optional<Condition> was = Optional.ofNullable(before.conditions.get(type));
        return Optional.ofNullable(conditions.get(type))
                .filter(is -> was.filter(old ->
                                old.status().equals(is.status()) && old.reason().equals(is.reason()))
                        .isEmpty());
    }
}
