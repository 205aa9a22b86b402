package io.erlangcluster.e2e.replicas;

import io.erlangcluster.e2e.platform.Builds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** One process of the operator. */
record Replica(Process process, int port, Path log) implements AutoCloseable {

    static final String LEASE_NAMESPACE = "lease-system";

    static Replica start(String api, Path logs) {
        try {
            int port = freePort();
            Path log = logs.resolve("operator-" + port + ".log");
            ProcessBuilder builder = new ProcessBuilder(Builds.find().smallOperator())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().put("QUARKUS_HTTP_HOST", "127.0.0.1");
            builder.environment().put("QUARKUS_HTTP_SSL_PORT", "0");
            builder.environment().put("QUARKUS_HTTP_PORT", "0");
            builder.environment().put("ERLANGCLUSTER_CONTROL_HOST", "127.0.0.1");
            builder.environment().put("ERLANGCLUSTER_CONTROL_PORT", Integer.toString(port));
            builder.environment().put("ERLANGCLUSTER_IDENTITY_EXTRA_NAMES", "127.0.0.1");
            builder.environment().put("KUBERNETES_MASTER", api);
            builder.environment().put("KUBERNETES_AUTH_TRYKUBECONFIG", "false");
            builder.environment().put("ERLANGCLUSTER_LEADERSHIP_NAMESPACE", LEASE_NAMESPACE);
            return new Replica(builder.start(), port, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start an operator", e);
        }
    }

    URI stream() {
        return URI.create("wss://127.0.0.1:" + port + "/v1/stream");
    }

    /** Whether it goes by the name that the Lease says. */
    boolean is(String identity) {
        return said("leader elected replica=" + identity);
    }

    boolean said(String text) {
        try {
            return Files.readString(log).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: it cannot give its lease back. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
