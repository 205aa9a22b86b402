package io.erlangcluster.e2e.platform;

import io.erlangcluster.e2e.pod.RunningPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A mesh of three for the sake of what one of its sidecars loads on the way, TLS and all: {@code Rehearsal JAVA FLAGS
 * JAR CONFIGURATION} runs them on that Java and has web-0's write CONFIGURATION, from which an AOT cache is made (JEP
 * 514).
 */
public final class Rehearsal {

    private static final String RECORDED = "web-0";
    private static final int PODS = 3;
    private static final long PATIENCE_SECONDS = 120;

    private Rehearsal() {}

    public static void main(String[] arguments) throws Exception {
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        String script = "record=; [ \"$ERLANGCLUSTER_POD\" != " + RECORDED
                + " ] || record=\"-XX:AOTMode=record -XX:AOTConfiguration=$3.part\"; exec \"$0\" \"@$1\" -Xlog:aot=error $record -jar \"$2\"";
        List<String> sidecar = Stream.concat(Stream.of("sh", "-c", script), Stream.of(arguments))
                .toList();
        Platform platform = new Platform(Builds.find(), Map.of(Shop.SIDECAR_IMAGE, sidecar));
        try (platform) {
            platform.client().resource(platform.shop().cluster()).create();
            platform.shop()
                    .pods(PODS)
                    .forEach(pod -> platform.client().resource(pod).create());
            await(
                    "a mesh of " + PODS,
                    () -> platform.expected().size() == PODS
                            && platform.askAll().isCompleteOf(platform.expected()));
            RunningPod pod = platform.runner().pod(RECORDED).orElseThrow();
            for (String path : List.of("/metrics", "/readyz", "/livez", "/nodes")) {
                pod.network().attempt("bash", "-c", ask(path));
            }
            TimeUnit.SECONDS.sleep(2);
            ProcessHandle recorded = ProcessHandle.of(
                            pod.container("erlang-sidecar").pid().orElseThrow())
                    .orElseThrow();
            recorded.destroy();
            recorded.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            // Before the container that is started again writes it too.
            Files.move(Path.of(arguments[3] + ".part"), Path.of(arguments[3]));
        }
        Files.deleteIfExists(Path.of(arguments[3] + ".part"));
        platform.forget();
        System.exit(0);
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
