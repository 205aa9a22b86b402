package io.erlangcluster.operator.control;

import io.erlangcluster.operator.node.PodReports;
import io.erlangcluster.operator.registry.ClusterRegistries;
import jakarta.inject.Singleton;

/** What every stream needs of the rest of the operator. */
@Singleton
record SidecarDesk(
        Admission admission,
        Certification certification,
        PodReports reports,
        ClusterRegistries registries,
        Refusals refusals) {}
