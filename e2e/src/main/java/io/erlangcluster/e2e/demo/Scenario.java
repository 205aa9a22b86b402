package io.erlangcluster.e2e.demo;

import io.erlangcluster.e2e.platform.Mesh;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.ContainerState;
import io.erlangcluster.e2e.pod.RunningPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The steps of the demo, each measured, each over only when the real nodes say so. */
final class Scenario {

    private final Platform platform;
    private final Screen screen;
    private final Options options;
    private final Instant deadline;
    private Findings findings = Findings.NONE;

    Scenario(Platform platform, Screen screen, Options options, Instant deadline) {
        this.platform = platform;
        this.screen = screen;
        this.options = options;
        this.deadline = deadline;
    }

    /** What was seen so far. */
    Findings findings() {
        return findings;
    }

    void play() throws NotSeenException, InterruptedException {
        List<Pod> pods = platform.shop().pods(options.pods() + 1);
        mesh(pods.subList(0, options.pods()));
        pause();
        killVm();
        pause();
        add(pods.getLast());
        pause();
        delete(pods.getFirst());
        pause();
    }

    private void mesh(List<Pod> pods) throws NotSeenException, InterruptedException {
        screen.step("apply  ErlangCluster shop and " + pods.size() + " pods in namespace prod");
        Instant applied = Instant.now();
        platform.client().resource(platform.shop().cluster()).create();
        pods.forEach(pod -> platform.client().resource(pod).create());
        Mesh mesh = await("every node lists all others", false);
        double seconds = since(lastStart());
        findings = findings.meshed(mesh.views().size(), mesh.links(), seconds);
        done("mesh   %d nodes, %d links: %s s after the last VM's start, %s s after apply"
                .formatted(mesh.views().size(), mesh.links(), number(seconds), number(since(applied))));
    }

    private void killVm() throws NotSeenException, InterruptedException {
        RunningPod victim = platform.runner().pods().stream()
                .max(Comparator.comparing(RunningPod::name))
                .orElseThrow();
        String name = Platform.name(victim.pod());
        long pid = victim.application().pid().orElseThrow();
        screen.step("kill   kill -9 of the VM of " + name);
        Instant killed = Instant.now();
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        while (victim.application().restarts() == 0) {
            sleepOrFail("the container of " + name + " starts again");
        }
        await(name + " is back", false);
        findings = findings.withRecovered();
        done("back   %s is in every nodes() again: %s s after its new VM's start, %s s after the kill"
                .formatted(name, number(since(lastStart())), number(since(killed))));
    }

    private void add(Pod pod) throws NotSeenException, InterruptedException {
        screen.step("add    pod " + pod.getMetadata().getName());
        Instant applied = Instant.now();
        platform.client().resource(pod).create();
        await(Platform.name(pod) + " is in the mesh", false);
        findings = findings.withScaled();
        done("added  %s is in every nodes(): %s s after its VM's start, %s s after apply"
                .formatted(Platform.name(pod), number(since(lastStart())), number(since(applied))));
    }

    private void delete(Pod pod) throws NotSeenException, InterruptedException {
        screen.step("delete pod " + pod.getMetadata().getName());
        Instant deleted = Instant.now();
        platform.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withName(pod.getMetadata().getName())
                .delete();
        await(Platform.name(pod) + " is gone from every nodes() and the registry", true);
        findings = findings.withLeft();
        done("left   %s is gone from every nodes() and from the registry: %s s after the delete"
                .formatted(Platform.name(pod), number(since(deleted))));
    }

    /** Asks the nodes until they form the complete mesh of the pods that are wanted, and no others run. */
    private Mesh await(String step, boolean registry) throws NotSeenException, InterruptedException {
        while (true) {
            Set<String> expected = platform.expected();
            Mesh mesh = screen.isTerminal() ? platform.askAll() : platform.askUntilMissing(expected);
            List<String> missing = new ArrayList<>(mesh.missing(expected));
            if (registry && !platform.registered().equals(expected)) {
                missing.add("the registry holds " + platform.registered());
            }
            if (screen.isTerminal()) {
                screen.show(NodeTable.of(platform, mesh));
            }
            if (missing.isEmpty()) {
                return mesh;
            }
            if (Instant.now().isAfter(deadline)) {
                List<String> all = new ArrayList<>(platform.askAll().missing(expected));
                throw new NotSeenException(step, all.isEmpty() ? missing : all);
            }
            Thread.sleep(50);
        }
    }

    private void sleepOrFail(String step) throws NotSeenException, InterruptedException {
        if (Instant.now().isAfter(deadline)) {
            throw new NotSeenException(step, List.of(step));
        }
        Thread.sleep(20);
    }

    private void done(String line) throws NotSeenException, InterruptedException {
        screen.step(line);
        while (!platform.statusIsComplete()) {
            sleepOrFail("status of ErlangCluster shop says what the nodes say");
        }
        screen.settle(NodeTable.of(platform, platform.askAll()));
    }

    private Instant lastStart() {
        return platform.runner().pods().stream()
                .map(pod -> pod.application().state())
                .filter(ContainerState.Running.class::isInstance)
                .map(state -> ((ContainerState.Running) state).since())
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static double since(Instant begin) {
        return Duration.between(begin, Instant.now()).toMillis() / 1000.0;
    }

    private static String number(double seconds) {
        return String.format(Locale.ROOT, "%.2f", seconds);
    }

    /** Time to look at the table, where somebody looks. */
    private void pause() throws InterruptedException {
        if (screen.isTerminal() && !options.check()) {
            Thread.sleep(2000);
        }
    }
}
