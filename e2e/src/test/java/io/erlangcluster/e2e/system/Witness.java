package io.erlangcluster.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.e2e.platform.RealNode;

/** A process of a VM that remembers every node, hidden ones too, whose connection was lost. */
record Witness(RealNode node) {

    private static final String WATCH = """
            Loop = fun L(Lost) ->
                receive
                    {nodedown, N, _} -> L([N | Lost]);
                    {nodeup, _, _} -> L(Lost);
                    {tell, From} -> From ! {lost, lists:usort(Lost)}, L(Lost)
                end
            end,
            register(witness, spawn(fun() -> net_kernel:monitor_nodes(true, [{node_type, all}]), Loop([]) end)).
            """;

    private static final String TELL =
            "witness ! {tell, self()}, receive {lost, Lost} -> Lost after 10000 -> silent end.";

    /** Begins now. */
    static Witness of(RealNode node) {
        assertThat(node.evaluate(WATCH)).startsWith("{ok, true}");
        Witness witness = new Witness(node);
        // Once it answers, it watches.
        assertThat(witness.lost()).startsWith("{ok, [");
        return witness;
    }

    /** Their names, as a term; each was lost at least once. */
    String lost() {
        return node.evaluate(TELL);
    }
}
