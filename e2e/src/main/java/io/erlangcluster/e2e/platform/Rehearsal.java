package io.erlangcluster.e2e.platform;

import io.erlangcluster.e2e.pod.RunningPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A mesh of three for the sake of what a program loads on the way, TLS and all: {@code Rehearsal operator|sidecar JAVA
 * FLAGS JAR CONFIGURATION} runs JAR on that Java, once, and has it write CONFIGURATION, from which an AOT cache is made
 * (JEP 514).
 */
public final class Rehearsal {

    private static final String RECORDED_POD = "web-0";
    private static final int PODS = 3;
    private static final long PATIENCE_SECONDS = 120;

    private final String java;
    private final String flags;
    private final String jar;
    private final Path configuration;

    private Rehearsal(String java, String flags, String jar, Path configuration) {
        this.java = java;
        this.flags = flags;
        this.jar = jar;
        this.configuration = configuration;
    }

    public static void main(String[] arguments) throws Exception {
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        Rehearsal rehearsal = new Rehearsal(arguments[1], arguments[2], arguments[3], Path.of(arguments[4]));
        switch (arguments[0]) {
            case "operator" -> rehearsal.operator();
            case "sidecar" -> rehearsal.sidecar();
            default -> throw new IllegalArgumentException(arguments[0] + ": operator or sidecar");
        }
        System.exit(0);
    }

    private void operator() throws Exception {
        List<String> recorded = List.of(
                java,
                "@" + flags,
                "-Xlog:aot=error",
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=" + configuration,
                "-jar",
                jar);
        Platform platform = new Platform(Builds.find().images(), recorded);
        try (platform) {
            mesh(platform);
            // It writes the configuration when it ends, which may take a while.
            platform.stopOperator(PATIENCE_SECONDS);
        }
        platform.forget();
    }

    private void sidecar() throws Exception {
        Path part = Path.of(configuration + ".part");
        // Also what only a sidecar outside of a pod has to do: to listen at one address.
        String script = "record=; [ \"$ERLANGCLUSTER_POD\" != " + RECORDED_POD
                + " ] || { record=\"-XX:AOTMode=record -XX:AOTConfiguration=$3\";"
                + " export ERLANGCLUSTER_LISTEN=\"$ERLANGCLUSTER_POD_IP\"; };"
                + " exec \"$0\" \"@$1\" -Xlog:aot=error $record -jar \"$2\"";
        Platform platform = new Platform(
                Map.of(Shop.SIDECAR_IMAGE, List.of("sh", "-c", script, java, flags, jar, part.toString())));
        try (platform) {
            mesh(platform);
            RunningPod pod = platform.runner().pod(RECORDED_POD).orElseThrow();
            for (String path : List.of("/metrics", "/readyz", "/livez", "/nodes")) {
                pod.network().attempt("bash", "-c", ask(path));
            }
            ProcessHandle recorded = ProcessHandle.of(
                            pod.container("erlang-sidecar").pid().orElseThrow())
                    .orElseThrow();
            recorded.destroy();
            recorded.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // Before the container that is started again writes it too.
            Files.move(part, configuration);
        }
        Files.deleteIfExists(part);
        platform.forget();
    }

    /** Until it is complete, and a little longer. */
    private static void mesh(Platform platform) throws InterruptedException {
        platform.client().resource(platform.shop().cluster()).create();
        platform.shop()
                .pods(PODS)
                .forEach(pod -> platform.client().resource(pod).create());
        await(
                "a mesh of " + PODS,
                () -> platform.expected().size() == PODS && platform.askAll().isCompleteOf(platform.expected()));
        TimeUnit.SECONDS.sleep(2);
    }

    private static String ask(String path) {
        return "exec 3<>/dev/tcp/127.0.0.1/4372 && printf 'GET " + path
                + " HTTP/1.1\\r\\nConnection: close\\r\\n\\r\\n' >&3 && timeout 3 cat <&3";
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no " + what + " after " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(200);
        }
    }
}
