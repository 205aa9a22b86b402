package io.erlangcluster.chart;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;

/** The operator's pod in a rendered chart. */
final class Workload {

    private Workload() {}

    static PodSpec pod(Chart chart) {
        return chart.the(Deployment.class).getSpec().getTemplate().getSpec();
    }

    static Container container(Chart chart) {
        return pod(chart).getContainers().getFirst();
    }
}
