package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jboss.logging.Logger;

/** A small kubelet: runs Pod objects in network namespaces of this machine. */
public final class PodRunner implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(PodRunner.class);

    private final KubernetesClient api;
    private final PodNetwork network;
    private final Map<String, String> services;
    private final ImageTable images;
    private final Path logs;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Lifetime> lifetimes = new ConcurrentHashMap<>();
    private final KubeletApi kubelet;
    private final SharedIndexInformer<Pod> informer;

    /** One uid's start and, chained behind it, its stop. */
    private record Lifetime(String name, CompletableFuture<RunningPod> pod) {}

    /**
     * Watches {@code pods} from now on.
     *
     * @param pods which ones to run; of one Kubernetes namespace
     * @param services addresses by host name: what the cluster's DNS would answer for Services
     * @param logs each container's output goes to POD/CONTAINER.log of this directory
     */
    public PodRunner(
            KubernetesClient api,
            Informable<Pod> pods,
            PodNetwork network,
            Map<String, String> services,
            ImageTable images,
            Path logs) {
        this.api = api;
        this.network = network;
        this.services = services;
        this.images = images;
        this.logs = logs;
        this.kubelet = new KubeletApi(api, () -> pods().forEach(RunningPod::mountedChanged));
        this.informer = pods.inform(new Handler());
    }

    /** The pods that have a network now, in no order. */
    public Collection<RunningPod> pods() {
        return lifetimes.values().stream()
                .flatMap(l ->
                        Optional.ofNullable(
                                l.pod().isCompletedExceptionally()
                                        ? null
                                        : l.pod().getNow(null))
                                .stream())
                .toList();
    }

    /** The pod of this name, if it has a network now. */
    public Optional<RunningPod> pod(String name) {
        return pods().stream().filter(pod -> pod.name().equals(name)).findFirst();
    }

    private final class Handler implements ResourceEventHandler<Pod> {
        @Override
        public void onAdd(Pod pod) {
            if (pod.getMetadata().getDeletionTimestamp() == null) {
                start(pod);
            } else {
                finish(pod, true);
            }
        }

        @Override
        public void onUpdate(Pod before, Pod pod) {
            if (pod.getMetadata().getDeletionTimestamp() != null) {
                finish(pod, true);
            } else if (ReadinessGates.areOpen(before) != ReadinessGates.areOpen(pod)) {
                pods().stream()
                        .filter(running -> running.isOf(pod))
                        .forEach(running -> threads.execute(running::report));
            }
        }

        @Override
        public void onDelete(Pod pod, boolean finalStateUnknown) {
            finish(pod, false);
        }
    }

    private void start(Pod pod) {
        lifetimes.computeIfAbsent(pod.getMetadata().getUid(), uid -> {
            PodStatusWriter writer = new PodStatusWriter(api, pod);
            CompletableFuture<RunningPod> prepared = CompletableFuture.supplyAsync(() -> prepare(pod, writer), threads);
            prepared.thenAcceptAsync(running -> begin(running, writer), threads).exceptionally(failure -> {
                LOG.errorf(
                        failure,
                        "pod not started pod=%s: see its containers' logs in %s",
                        pod.getMetadata().getName(),
                        logs);
                return null;
            });
            return new Lifetime(pod.getMetadata().getName(), prepared);
        });
    }

    private RunningPod prepare(Pod pod, PodStatusWriter writer) {
        NetworkNamespace namespace = network.create(pod.getMetadata().getName());
        ContainerEnvironment environment = new ContainerEnvironment(
                pod,
                namespace.ip(),
                (secret, key) -> kubelet.secret(pod.getMetadata().getNamespace(), secret, key));
        Path directory = logs.resolve(pod.getMetadata().getName());
        // By uid: a StatefulSet's next pod of the same name begins with empty ones.
        Volumes volumes = new Volumes(
                directory.resolve("volumes").resolve(pod.getMetadata().getUid()), pod, kubelet);
        ProcessFactory processes = new ProcessFactory(directory, volumes, namespace, images, environment);
        return new RunningPod(pod, namespace, services, volumes, processes, writer);
    }

    private static void begin(RunningPod pod, PodStatusWriter writer) {
        try {
            writer.bind();
            pod.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends what runs; {@code there} says that the object waits for its kubelet to delete it with grace 0. */
    private void finish(Pod pod, boolean there) {
        Lifetime lifetime = lifetimes.remove(pod.getMetadata().getUid());
        if (lifetime == null) {
            return;
        }
        threads.execute(() -> {
            lifetime.pod().thenAccept(this::end).exceptionally(failure -> null).join();
            if (there) {
                api.resource(pod).withGracePeriod(0).delete();
            }
        });
    }

    private void end(RunningPod pod) {
        try {
            pod.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        network.delete(pod.network());
    }

    /** Stops every pod and leaves its object in the API, as a machine that goes down does. */
    @Override
    public void close() {
        informer.close();
        kubelet.close();
        List<CompletableFuture<Void>> ends = lifetimes.values().stream()
                .map(lifetime -> lifetime.pod().thenAcceptAsync(this::end, threads))
                .toList();
        lifetimes.clear();
        ends.forEach(end -> end.exceptionally(failure -> null).join());
        threads.close();
    }
}
