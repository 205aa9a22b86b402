package io.erlangcluster.bench.scale;

import io.erlangcluster.bench.ProcessFigures;
import io.erlangcluster.e2e.platform.Builds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The operator as it is shipped, with its image's flags and AOT cache, but a heap of no more than is promised. */
final class OperatorProcess implements AutoCloseable {

    private static final String PROMISED_HEAP = "-Xmx512m";

    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Process process;
    private final Path log;

    private OperatorProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static OperatorProcess start(String api, int port, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(Builds.find().operator(PROMISED_HEAP))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment()
                .putAll(Map.of(
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", "0",
                        "QUARKUS_HTTP_SSL_PORT", "0",
                        "ERLANGCLUSTER_CONTROL_HOST", "127.0.0.1",
                        "ERLANGCLUSTER_CONTROL_PORT", Integer.toString(port),
                        "ERLANGCLUSTER_IDENTITY_EXTRA_NAMES", "127.0.0.1",
                        "ERLANGCLUSTER_LEADERSHIP_NAMESPACE", "scale-system",
                        "KUBERNETES_MASTER", api,
                        "KUBERNETES_AUTH_TRYKUBECONFIG", "false"));
        return new OperatorProcess(builder.start(), log);
    }

    ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Lines of its log that are warnings or worse. */
    List<String> complaints() throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .toList();
        }
    }

    /** MiB in the heap after a full collection. */
    double heap() throws IOException, InterruptedException {
        command("GC.run");
        Matcher used = USED.matcher(command("GC.heap_info"));
        double kibibytes = 0;
        // The two generations; of Metaspace, which comes after them, it says the same.
        for (int generation = 0; generation < 2 && used.find(); generation++) {
            kibibytes += Double.parseDouble(used.group(1));
        }
        return kibibytes / 1024;
    }

    private String command(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd", Long.toString(process.pid()), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IllegalStateException("jcmd " + command + ": " + said);
        }
        return said;
    }

    /** The largest resident set it ever had, MiB. */
    double peakRss() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
                        .filter(line -> line.startsWith("VmHWM:"))
                        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024;
    }

    /** SIGKILL: it says goodbye to nobody. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
