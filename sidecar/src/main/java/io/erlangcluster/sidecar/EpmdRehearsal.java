package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.dist.NameProbe;
import io.erlangcluster.sidecar.epmd.command.EpmdCommand;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Does once what bin/epmd does, so that the VM can write down which classes it needs ({@code -XX:AOTCacheOutput}): a
 * server that keeps its registrations, a node, and every request of the client.
 */
public final class EpmdRehearsal {

    private static final byte[] REGISTER_A = {0, 14, 'x', 0x12, 0x34, 77, 0, 0, 6, 0, 5, 0, 1, 'a', 0, 0};

    private EpmdRehearsal() {}

    /** Rehearses on a free port of the loopback. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String port = Integer.toString(freePort());
        Path folder = Files.createTempDirectory("epmd-rehearsal");
        Path state = folder.resolve("state");
        // Last first; and not before the end, as the server may write once more while it ends.
        for (Path written : List.of(folder, state, folder.resolve("state.tmp"))) {
            written.toFile().deleteOnExit();
        }
        int exitCode = 1;
        try {
            rehearse(port, state);
            exitCode = 0;
        } catch (IOException failed) {
            System.err.println("rehearsal failed: " + failed);
        } finally {
            // A server that was not killed would keep the VM alive.
            Runtime.getRuntime().exit(exitCode);
        }
    }

    private static void rehearse(String port, Path state) throws IOException, InterruptedException {
        Thread server = Thread.ofPlatform()
                .daemon()
                .start(() -> epmd("-port", port, "-address", "127.0.0.1", "-state", state.toString()));
        while (epmd("-port", port, "-started") != 0) {
            Thread.sleep(50);
        }
        try (Socket node = new Socket(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(port))) {
            new DataOutputStream(node.getOutputStream()).write(REGISTER_A);
            node.getInputStream().readNBytes(6);
            for (String request : List.of("-names", "-dump", "-names -l", "-names -json", "-lookup a")) {
                rehearse(port, request);
            }
        }
        while (epmd("-port", port, "-kill") != 0) {
            Thread.sleep(50);
        }
        server.join();
    }

    private static void rehearse(String port, String request) {
        if (epmd(("-port " + port + " " + request).split(" ", -1)) != 0) {
            throw new IllegalStateException("epmd " + request + " failed: is a jar missing from the class path?");
        }
    }

    private static int epmd(String... arguments) {
        return EpmdCommand.run(
                List.of(arguments), Map.of(), loop -> new RestoredNodes(loop, new NameProbe(loop), Epmd.LOOPBACK));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
