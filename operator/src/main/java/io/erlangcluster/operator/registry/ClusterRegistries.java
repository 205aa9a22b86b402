package io.erlangcluster.operator.registry;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The registry of every cluster. Versions count within one epoch, which is one life of this process. */
@Singleton
public class ClusterRegistries {

    private final String epoch = UUID.randomUUID().toString();
    private final Map<ResourceID, ClusterRegistry> registries = new ConcurrentHashMap<>();

    /** The registry of {@code cluster}, which need not exist yet. */
    public ClusterRegistry of(ResourceID cluster) {
        return registries.computeIfAbsent(cluster, id -> new ClusterRegistry(epoch));
    }
}
