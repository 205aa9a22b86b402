package io.erlangcluster.e2e.pod;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** One bridge of this machine with a /24 of its own; the host has the first address, each pod one of the others. */
public final class PodNetwork implements AutoCloseable {

    private static final int SUBNETS = 256;
    private static final int ADDRESSES = 254;

    private final String run;
    private final String prefix;
    private final BitSet taken = new BitSet();
    private final List<NetworkNamespace> namespaces = new ArrayList<>();

    /** Creates the bridge on a subnet no interface of this machine uses; needs root. */
    public PodNetwork(String run) {
        this.run = run;
        int first = ThreadLocalRandom.current().nextInt(SUBNETS);
        Command.run("ip", "link", "add", run, "type", "bridge", "forward_delay", "0");
        String addresses = Command.run("ip", "-4", "-o", "address");
        this.prefix = IntStream.range(0, SUBNETS)
                .mapToObj(i -> "10.77." + (first + i) % SUBNETS + ".")
                .filter(candidate -> !addresses.contains(" " + candidate))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("every 10.77.x.0/24 is in use: ip address"));
        taken.set(0, 2);
        Command.run("ip", "link", "set", run, "address", mac(1));
        Command.run("ip", "address", "add", hostIp() + "/24", "dev", run);
        Command.run("ip", "link", "set", run, "up");
    }

    /**
     * Of a bridge that is told none it is the lowest of its ports', and another one as soon as that pod goes; what the
     * others send to the host is lost then, for up to a minute, until they ask for it anew (ARP). The same goes for a
     * pod that gets the address of one before.
     */
    private String mac(int number) {
        String[] parts = (prefix + number).split("\\.", -1);
        StringBuilder mac = new StringBuilder("02:42");
        for (String part : parts) {
            mac.append(":%02x".formatted(Integer.parseInt(part)));
        }
        return mac.toString();
    }

    /** The host's address on the bridge: what pods reach the operator by. */
    public String hostIp() {
        return prefix + "1";
    }

    /** A namespace for the pod called {@code pod}, up and connected. */
    public synchronized NetworkNamespace create(String pod) {
        int number = taken.nextClearBit(2);
        if (number > ADDRESSES) {
            throw new IllegalStateException("no free address in " + prefix + "0/24: delete pods first");
        }
        taken.set(number);
        NetworkNamespace namespace = new NetworkNamespace(run + "-" + number + "-" + pod, prefix + number);
        String name = namespace.name();
        String outside = outside(number);
        Command.run("ip", "netns", "add", name);
        namespaces.add(namespace);
        Command.run(
                "ip",
                "link",
                "add",
                outside,
                "type",
                "veth",
                "peer",
                "name",
                "eth0",
                "address",
                mac(number),
                "netns",
                name);
        Command.run("ip", "link", "set", outside, "master", run, "up");
        Command.run("ip", "-n", name, "address", "add", namespace.ip() + "/24", "dev", "eth0");
        // Not every machine has IPv6.
        Command.attempt("ip", "-n", name, "address", "add", namespace.ip6() + "/64", "dev", "eth0", "nodad");
        Command.run("ip", "-n", name, "link", "set", "lo", "up");
        Command.run("ip", "-n", name, "link", "set", "eth0", "up");
        return namespace;
    }

    synchronized void delete(NetworkNamespace namespace) {
        int number = Integer.parseInt(namespace.ip().substring(prefix.length()));
        namespace.delete();
        // The kernel takes a namespace's interfaces away later; the next pod's has the same name.
        Command.attempt("ip", "link", "del", outside(number));
        namespaces.remove(namespace);
        taken.clear(number);
    }

    /** The host's end of a pod's network. */
    private String outside(int number) {
        return run + "v" + number;
    }

    @Override
    public synchronized void close() {
        List.copyOf(namespaces).forEach(this::delete);
        Command.attempt("ip", "link", "del", run);
    }
}
