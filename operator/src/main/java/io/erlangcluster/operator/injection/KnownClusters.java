package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.WatchedNamespaces;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** All clusters, on every replica: any of them may be asked about a pod. */
@Singleton
class KnownClusters implements ResourceEventHandler<ErlangCluster> {

    private final KubernetesClient client;
    private final List<SharedIndexInformer<ErlangCluster>> informers;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    KnownClusters(KubernetesClient client, WatchedNamespaces namespaces) {
        this.client = client;
        this.informers = namespaces.each(client.resources(ErlangCluster.class)).stream()
                .map(clusters -> clusters.runnableInformer(0))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        for (SharedIndexInformer<ErlangCluster> informer : informers) {
            informer.addEventHandler(this);
            informer.exceptionHandler((started, failure) -> true);
            informer.start();
        }
    }

    void stop(@Observes ShutdownEvent event) {
        informers.forEach(SharedIndexInformer::stop);
    }

    /** From now on calls {@code listener} whenever a cluster came, changed or went. */
    void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** True once all clusters that exist have been seen. */
    boolean areComplete() {
        return informers.stream().allMatch(SharedIndexInformer::hasSynced);
    }

    List<ErlangCluster> all() {
        return informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .toList();
    }

    /**
     * Asks the API server about a cluster that is not known: this replica may lag behind the one that has announced the
     * cluster, and a pod let through then is missing for good.
     */
    Optional<ErlangCluster> find(String namespace, String name) {
        return all().stream()
                .filter(cluster -> cluster.getMetadata().getNamespace().equals(namespace)
                        && cluster.getMetadata().getName().equals(name))
                .findFirst()
                .or(() -> Optional.ofNullable(client.resources(ErlangCluster.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    @Override
    public void onAdd(ErlangCluster added) {
        listeners.forEach(Runnable::run);
    }

    @Override
    public void onUpdate(ErlangCluster before, ErlangCluster after) {
        // Status changes all the time and concerns nobody here.
        if (!before.getSpec().equals(after.getSpec())) {
            listeners.forEach(Runnable::run);
        }
    }

    @Override
    public void onDelete(ErlangCluster deleted, boolean finalStateUnknown) {
        listeners.forEach(Runnable::run);
    }
}
