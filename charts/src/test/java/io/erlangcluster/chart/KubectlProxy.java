package io.erlangcluster.chart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The way to the cluster of KUBECONFIG for a plain client, whatever the kubeconfig authenticates with. */
public record KubectlProxy(Process process, String url) implements AutoCloseable {

    private static final String SERVES = "Starting to serve on ";

    /** Serves on a free port of loopback. */
    public static KubectlProxy start() {
        try {
            Process process = new ProcessBuilder(kubectl(), "proxy", "--port=0")
                    .redirectErrorStream(true)
                    .start();
            String line = Optional.ofNullable(
                            process.inputReader(StandardCharsets.UTF_8).readLine())
                    .orElse("no output");
            if (!line.startsWith(SERVES)) {
                process.destroy();
                throw new IllegalStateException("kubectl proxy: " + line + ": does KUBECONFIG name a cluster?");
            }
            return new KubectlProxy(process, "http://" + line.substring(SERVES.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("kubectl cannot be started: put it on the PATH", e);
        }
    }

    /** The one beside the kubeconfig fits its server best. */
    private static String kubectl() {
        Path beside = Path.of(Optional.ofNullable(System.getenv("KUBECONFIG")).orElse("."))
                .resolveSibling("kubectl");
        return Files.isExecutable(beside) ? beside.toString() : "kubectl";
    }

    @Override
    public void close() {
        process.destroy();
    }
}
