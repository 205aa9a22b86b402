package io.erlangcluster.e2e.demo;

import java.util.Locale;

/** What was seen so far, by asking the real nodes. */
record Findings(int nodes, int links, double secondsToMesh, boolean recovered, boolean scaled, boolean left) {

    static final Findings NONE = new Findings(0, 0, 0, false, false, false);

    Findings meshed(int nodes, int links, double seconds) {
        return new Findings(nodes, links, seconds, recovered, scaled, left);
    }

    Findings withRecovered() {
        return new Findings(nodes, links, secondsToMesh, true, scaled, left);
    }

    Findings withScaled() {
        return new Findings(nodes, links, secondsToMesh, recovered, true, left);
    }

    Findings withLeft() {
        return new Findings(nodes, links, secondsToMesh, recovered, scaled, true);
    }

    /** Whether every step was seen and every pair of nodes was linked. */
    boolean complete() {
        return nodes > 0 && links == nodes * (nodes - 1) / 2 && recovered && scaled && left;
    }

    String toJson() {
        return String.format(
                Locale.ROOT,
                "{\"nodes\":%d,\"links\":%d,\"secondsToMesh\":%.2f,\"recovered\":%b,\"scaled\":%b,\"left\":%b}",
                nodes,
                links,
                secondsToMesh,
                recovered,
                scaled,
                left);
    }
}
