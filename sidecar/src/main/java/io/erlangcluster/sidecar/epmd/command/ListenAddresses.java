package io.erlangcluster.sidecar.epmd.command;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.StringTokenizer;

/** Reads the list of -address: commas or blanks between addresses, the loopback always added (epmd_srv.c, run). */
final class ListenAddresses {

    private static final int MAX_GIVEN = 13;
    private static final List<InetAddress> LOOPBACK =
            List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private ListenAddresses() {}

    /**
     * The addresses; none if the list is blank, which means everywhere. IllegalArgumentException says what is wrong.
     */
    static List<InetAddress> parse(String list) {
        StringTokenizer tokens = new StringTokenizer(list, ", ");
        if (!tokens.hasMoreTokens()) {
            return List.of();
        }
        Set<InetAddress> addresses = new LinkedHashSet<>();
        while (tokens.hasMoreTokens()) {
            addresses.add(address(tokens.nextToken()));
        }
        addresses.removeAll(LOOPBACK);
        if (addresses.size() > MAX_GIVEN) {
            throw new IllegalArgumentException("cannot listen on more than 16 IP addresses");
        }
        List<InetAddress> all = new ArrayList<>(LOOPBACK);
        all.addAll(addresses);
        // An address that stands for all of its family leaves no room for others.
        boolean any = all.stream().anyMatch(InetAddress::isAnyLocalAddress);
        return any ? all.stream().filter(InetAddress::isAnyLocalAddress).toList() : List.copyOf(all);
    }

    private static InetAddress address(String token) {
        try {
            return InetAddress.ofLiteral(token);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("cannot parse IP address \"" + token + "\"", e);
        }
    }
}
