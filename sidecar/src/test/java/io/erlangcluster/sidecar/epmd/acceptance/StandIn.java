package io.erlangcluster.sidecar.epmd.acceptance;

import io.erlangcluster.sidecar.epmd.EpmdServer;
import io.erlangcluster.sidecar.epmd.EpmdSettings;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.netty.channel.nio.NioEventLoopGroup;

/** Serves until bin/epmd does. */
final class StandIn {

    private StandIn() {}

    public static void main(String[] arguments) {
        new EpmdServer(
                        new NioEventLoopGroup(1),
                        EpmdSettings.STANDARD
                                .withPort(Integer.parseInt(arguments[1]))
                                .withListen(EpmdSettings.Listen.NETWORK),
                        new Registrations(),
                        RemoteNodes.NONE)
                .start();
    }
}
