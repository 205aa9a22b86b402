package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.admin.Readings;
import io.erlangcluster.sidecar.admin.ResidentMemory;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Where this sidecar's readings come from.
 *
 * @param serving whether EPMD takes connections
 * @param following whether the operator keeps the registry up to date
 * @param certificate when the pod's certificate ends
 */
record PodReadings(
        BooleanSupplier serving,
        Registrations names,
        CountedLookUps counted,
        PodRegistry registry,
        LinkCounts mesh,
        TunnelCounters tunnel,
        BooleanSupplier following,
        Supplier<Optional<Instant>> certificate)
        implements Readings {

    @Override
    public boolean epmdServing() {
        return serving.getAsBoolean();
    }

    @Override
    public int registrations() {
        return names.newestFirst().size();
    }

    @Override
    public LookUps lookUps() {
        return counted.counted();
    }

    @Override
    public ClusterView cluster() {
        return registry.cluster();
    }

    @Override
    public Optional<Duration> registryAge() {
        return mesh.registryAge();
    }

    @Override
    public boolean operatorConnected() {
        return following.getAsBoolean();
    }

    @Override
    public List<NodeLinks> links() {
        return mesh.links();
    }

    @Override
    public Optional<Instant> certificateExpiry() {
        return certificate.get();
    }

    @Override
    public OptionalLong residentBytes() {
        return ResidentMemory.bytes();
    }
}
