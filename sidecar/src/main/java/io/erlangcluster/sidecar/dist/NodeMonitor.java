package io.erlangcluster.sidecar.dist;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The process that watches the node's links from inside, and the reading of what it tells. */
final class NodeMonitor {

    /**
     * Evaluated in the node, because net_kernel tells only the calling process. It subscribes before it looks, so that
     * no change falls between, sends without ever dialling us, and ends when we are gone.
     */
    static final String PROGRAM = """
            Us = node(Ctl),
            Tell = fun(Event) -> erlang:send(Ctl, Event, [noconnect]) end,
            ok = net_kernel:monitor_nodes(true, [{node_type, visible}]),
            true = erlang:monitor_node(Us, true),
            Tell({nodes, nodes()}),
            Loop = fun(Again) ->
                receive
                    {nodedown, Us} -> ok;
                    {nodeup, Up, _} -> Tell({nodeup, Up}), Again(Again);
                    {nodedown, Down, _} -> Tell({nodedown, Down}), Again(Again);
                    _ -> Again(Again)
                end
            end,
            Loop(Loop).
            """;

    private NodeMonitor() {}

    /** Hands one message of the process to {@code events}; anything else is not from it. */
    static void tell(Term message, NodeEvents events) {
        if (!(message instanceof Term.Tuple(List<Term> parts))
                || parts.size() != 2
                || !(parts.getFirst() instanceof Term.Atom(String kind))) {
            return;
        }
        Term what = parts.getLast();
        if (kind.equals("nodes")) {
            events.connectedTo(names(what));
        } else if (kind.equals("nodeup") && what instanceof Term.Atom(String node)) {
            events.nodeUp(node);
        } else if (kind.equals("nodedown") && what instanceof Term.Atom(String node)) {
            events.nodeDown(node);
        }
    }

    private static Set<String> names(Term list) {
        if (!(list instanceof Term.Cons cons)) {
            return Set.of();
        }
        return cons.elements().stream().map(Term::toString).collect(Collectors.toSet());
    }
}
