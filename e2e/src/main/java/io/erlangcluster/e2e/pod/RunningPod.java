package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One pod from its network to its end: native sidecars first, each awaited, then the containers. */
public final class RunningPod {

    private static final long LONGEST_GRACE_SECONDS = 5;

    private final Pod pod;
    private final NetworkNamespace network;
    private final Map<String, String> services;
    private final Volumes volumes;
    private final PodStatusWriter writer;
    private final List<RunningContainer> sidecars;
    private final List<RunningContainer> containers;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean initialized;

    RunningPod(
            Pod pod,
            NetworkNamespace network,
            Map<String, String> services,
            Volumes volumes,
            ProcessFactory processes,
            PodStatusWriter writer) {
        this.pod = pod;
        this.network = network;
        this.services = services;
        this.volumes = volumes;
        this.writer = writer;
        this.sidecars = supervised(pod.getSpec().getInitContainers(), processes);
        this.containers = supervised(pod.getSpec().getContainers(), processes);
    }

    private List<RunningContainer> supervised(List<Container> declared, ProcessFactory processes) {
        return declared.stream()
                .map(c -> new RunningContainer(c.getName(), () -> processes.start(c), this::report))
                .toList();
    }

    public String name() {
        return pod.getMetadata().getName();
    }

    /** The object as it was when the pod started. */
    public Pod pod() {
        return pod;
    }

    public NetworkNamespace network() {
        return network;
    }

    /** The container of this name; throws if the pod has none. */
    public RunningContainer container(String name) {
        return Stream.concat(sidecars.stream(), containers.stream())
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("pod " + name() + " has no container " + name));
    }

    /** The pod's first container, the one that runs the VM. */
    public RunningContainer application() {
        return containers.getFirst();
    }

    boolean isInitialized() {
        return initialized;
    }

    boolean isReady() {
        return initialized
                && Stream.concat(sidecars.stream(), containers.stream())
                        .allMatch(c -> c.pid().isPresent());
    }

    /** Returns when all containers were started, or the pod was stopped before. */
    void start() throws InterruptedException {
        network.writeHosts(hosts());
        report();
        volumes.start();
        for (int i = 0; i < sidecars.size(); i++) {
            Container declared = pod.getSpec().getInitContainers().get(i);
            if (!"Always".equals(declared.getRestartPolicy())) {
                throw new IllegalArgumentException("init container " + declared.getName() + " is no native sidecar");
            }
            sidecars.get(i).start();
            if (!started(declared)) {
                return;
            }
        }
        initialized = true;
        containers.forEach(RunningContainer::start);
    }

    private boolean started(Container sidecar) throws InterruptedException {
        if (sidecar.getStartupProbe() == null) {
            return true;
        }
        int port = Objects.requireNonNull(sidecar.getStartupProbe().getTcpSocket(), "only tcpSocket probes are known")
                .getPort()
                .getIntVal();
        while (!Probe.succeeds(network.ip(), port)) {
            if (stopping.await(Probe.PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
        return true;
    }

    private List<String> hosts() {
        List<String> lines =
                new ArrayList<>(List.of("127.0.0.1 localhost", "::1 localhost", network.ip() + " " + name()));
        services.forEach((host, ip) -> lines.add(ip + " " + host));
        pod.getSpec()
                .getHostAliases()
                .forEach(alias -> lines.add(alias.getIp() + " " + String.join(" ", alias.getHostnames())));
        return lines;
    }

    boolean isOf(Pod other) {
        return pod.getMetadata().getUid().equals(other.getMetadata().getUid());
    }

    /** Tells the API how it fares now. */
    void report() {
        if (stopping.getCount() > 0) {
            writer.write(this);
        }
    }

    void mountedChanged() {
        volumes.changed();
    }

    /** Containers first, then their sidecars; returns when all processes are gone. */
    void stop() throws InterruptedException {
        stopping.countDown();
        Duration grace = Duration.ofSeconds(Math.min(
                Optional.ofNullable(pod.getSpec().getTerminationGracePeriodSeconds())
                        .orElse(LONGEST_GRACE_SECONDS),
                LONGEST_GRACE_SECONDS));
        for (RunningContainer container : containers) {
            container.stop(grace);
        }
        for (RunningContainer sidecar : sidecars.reversed()) {
            sidecar.stop(grace);
        }
        volumes.close();
    }

    List<ContainerStatus> initContainerStatuses() {
        return statuses(sidecars, pod.getSpec().getInitContainers());
    }

    List<ContainerStatus> containerStatuses() {
        return statuses(containers, pod.getSpec().getContainers());
    }

    private static List<ContainerStatus> statuses(List<RunningContainer> running, List<Container> declared) {
        List<ContainerStatus> statuses = new ArrayList<>();
        for (int i = 0; i < running.size(); i++) {
            RunningContainer container = running.get(i);
            statuses.add(
                    container.state().toStatus(container.name(), declared.get(i).getImage(), container.restarts()));
        }
        return statuses;
    }
}
