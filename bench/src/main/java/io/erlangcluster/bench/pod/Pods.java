package io.erlangcluster.bench.pod;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.RunningPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Pods whose VMs the bench starts: {@code joined} with a sidecar each as in its image, of one cluster, and {@code bare}
 * ones with nothing but a C epmd, for what is measured beside.
 */
final class Pods implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;
    private static final String BARE = "bare";

    private final SidecarImage image = SidecarImage.find();
    private final Platform platform;
    private final Path modules = Vm.modules();

    private Pods(Platform platform) throws IOException {
        this.platform = platform;
    }

    /** Returns when all of them run, the operator serves, and no VM does. */
    static Pods start(int joined, int bare, Consumer<String> progress) throws Exception {
        progress.accept("starting an API server, the operator, " + joined + " pods, " + bare + " without a sidecar");
        Platform platform =
                new Platform(Map.of(Shop.SIDECAR_IMAGE, SidecarImage.find().command()));
        try {
            Pods pods = new Pods(platform);
            platform.client().resource(platform.shop().cluster()).create();
            platform.shop().pods(joined).forEach(pod -> pods.create(idle(pod)));
            IntStream.range(0, bare).forEach(i -> pods.create(bare(i)));
            await(
                    "the pods do not run",
                    () -> platform.runner().pods().size() == joined + bare
                            && platform.runner().pods().stream()
                                    .allMatch(pod -> pod.application().pid().isPresent()));
            await("the operator made no cookie", () -> !platform.cookie().isEmpty());
            for (RunningPod pod : pods.bare()) {
                pod.network().attempt("epmd", "-daemon");
            }
            return pods;
        } catch (Exception failed) {
            platform.close();
            throw failed;
        }
    }

    private void create(Pod pod) {
        platform.client().resource(pod).create();
    }

    private static Pod idle(Pod pod) {
        return pod.edit()
                .editSpec()
                .editContainer(0)
                .withCommand("sleep", "infinity")
                .endContainer()
                .endSpec()
                .build();
    }

    private static Pod bare(int number) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(BARE + "-" + number)
                .withNamespace(Shop.NAMESPACE)
                .addToLabels("app", BARE)
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("erlang:25")
                .withCommand("sleep", "infinity")
                .endContainer()
                .endSpec()
                .build();
    }

    static void await(String otherwise, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(otherwise + " after " + PATIENCE_SECONDS + " s");
            }
            Thread.sleep(100);
        }
    }

    Platform platform() {
        return platform;
    }

    /** Those with a sidecar. */
    List<RunningPod> joined() {
        return platform.runner().pods().stream()
                .filter(pod -> !pod.name().startsWith(BARE))
                .toList();
    }

    /** Those without. */
    List<RunningPod> bare() {
        return platform.runner().pods().stream()
                .filter(pod -> pod.name().startsWith(BARE))
                .toList();
    }

    /** A VM as injection sets it up. */
    Vm vm(RunningPod pod) throws IOException {
        return Vm.start(
                pod.network(),
                modules,
                List.of(
                        "-setcookie",
                        platform.cookie(),
                        "-start_epmd",
                        "false",
                        "-kernel",
                        "inet_dist_use_interface",
                        "{127,0,0,1}"));
    }

    /** A VM besides the pod's own: hidden, registered nowhere, and distributed from the start. */
    Vm hiddenVm(RunningPod pod, String alive) throws IOException {
        String own = Platform.name(pod.pod());
        return Vm.start(
                pod.network(),
                modules,
                List.of(
                        "-setcookie",
                        platform.cookie(),
                        "-start_epmd",
                        "false",
                        "-dist_listen",
                        "false",
                        "-name",
                        alive + own.substring(own.indexOf('@'))));
    }

    /** A VM of a pod without a sidecar. */
    Vm bareVm(RunningPod pod, List<String> flags) throws IOException {
        List<String> all = new ArrayList<>(List.of("-setcookie", "bench"));
        all.addAll(flags);
        return Vm.start(pod.network(), modules, all);
    }

    /** The name that the VM of a pod joins its mesh by, as an Erlang term. */
    static String name(RunningPod pod) {
        String given = Platform.name(pod.pod());
        return "'" + (given.isEmpty() ? BARE + "@" + pod.network().ip() : given) + "'";
    }

    /** The process of the pod's sidecar; throws if it does without the image's AOT cache. */
    long sidecar(RunningPod pod) throws IOException {
        long pid = pod.container("erlang-sidecar").pid().orElseThrow();
        if (!image.cacheIsUsedBy(pid)) {
            throw new IllegalStateException("the sidecar of " + pod.name() + " does not use its AOT cache");
        }
        return pid;
    }

    /** Removes everything, logs too. */
    @Override
    public void close() {
        platform.close();
        platform.forget();
    }
}
