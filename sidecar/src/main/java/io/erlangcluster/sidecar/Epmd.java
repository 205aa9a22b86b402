package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.dist.NameProbe;
import io.erlangcluster.sidecar.epmd.command.EpmdCommand;
import java.net.InetAddress;
import java.util.List;

/** The program behind bin/epmd: a pod's EPMD without pod and cluster, on any machine. */
public final class Epmd {

    static final List<InetAddress> LOOPBACK = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));

    private Epmd() {}

    /** Ends the VM with the command's exit code. */
    public static void main(String[] arguments) {
        Runtime.getRuntime()
                .exit(EpmdCommand.run(
                        List.of(arguments),
                        System.getenv(),
                        loop -> new RestoredNodes(loop, new NameProbe(loop), LOOPBACK)));
    }
}
