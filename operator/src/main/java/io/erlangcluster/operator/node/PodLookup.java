package io.erlangcluster.operator.node;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Finds one life of one pod: in the informer's cache, or, because that may lag behind the kubelet, in the API. */
@Singleton
public class PodLookup {

    private final KubernetesClient client;
    private final List<Consumer<Pod>> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Cache<Pod>> cache = Optional.empty();
    private volatile BooleanSupplier filled = () -> false;

    public PodLookup(KubernetesClient client) {
        this.client = client;
    }

    /** Once it is {@code started}, pods are looked for in {@code pods} first. */
    public void use(Cache<Pod> pods, BooleanSupplier started) {
        filled = started;
        cache = Optional.of(pods);
    }

    /** From now on {@code listener} hears of every pod that is gone, on the informer's thread; it must not block. */
    public void onGone(Consumer<Pod> listener) {
        listeners.add(listener);
    }

    /** The informer says that {@code pod} is no more. */
    public void gone(Pod pod) {
        listeners.forEach(listener -> listener.accept(pod));
    }

    /**
     * The pod with this name and uid, if it exists. May block for one request.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the API server cannot be asked
     */
    public Optional<Pod> find(String namespace, String name, String uid) {
        return cached(namespace, name)
                .filter(pod -> pod.getMetadata().getUid().equals(uid))
                .or(() -> Optional.ofNullable(client.pods()
                                .inNamespace(namespace)
                                .withName(name)
                                .get())
                        .filter(pod -> pod.getMetadata().getUid().equals(uid)));
    }

    private Optional<Pod> cached(String namespace, String name) {
        return cache.filter(pods -> filled.getAsBoolean()).flatMap(pods -> pods.get(new ResourceID(name, namespace)));
    }
}
