package io.erlangcluster.sidecar.epmd;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lines of NAMES and DUMP, to the byte: net_adm:names and the epmd command read them (epmd_srv.c, do_request). */
record NodeLines(Registrations registrations) {

    Stream<String> names() {
        return registrations.walkNewestFirst().map(node -> "name " + node.name() + " at port " + node.port() + "\n");
    }

    Stream<String> names3() {
        return registrations.walkNewestFirst().map(node -> "name " + node.name() + " at port " + ports(node) + "\n");
    }

    /** The NULs are the C epmd's. Its descriptor numbers have no counterpart here: 0 is open, -1 closed. */
    Stream<String> dump() {
        Stream<String> live = registrations
                .walkNewestFirst()
                .map(node -> "active name     <" + node.name() + "> at port " + node.port() + ", fd = 0\n\0");
        Stream<String> former = registrations.former().stream()
                .map(node -> "old/unused name <" + node.name() + ">, port = " + node.port() + ", fd = -1 \n\0");
        return Stream.concat(live, former);
    }

    Stream<String> dump3() {
        Stream<String> live = registrations
                .walkNewestFirst()
                .map(node -> "active name     <" + node.name() + "> at port " + ports(node) + ", fd = 0\n");
        Stream<String> former = registrations.former().stream()
                .map(node -> "old/unused name <" + node.name() + "> at port " + ports(node) + ", fd = -1\n");
        return Stream.concat(live, former);
    }

    private static String ports(Registration node) {
        return node.transports().stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
