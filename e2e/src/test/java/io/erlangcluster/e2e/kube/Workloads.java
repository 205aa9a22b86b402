package io.erlangcluster.e2e.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Two Deployments and two StatefulSets of one cluster; of each kind, one that is run and one of paper. */
record Workloads(KubernetesClient api, String namespace) {

    /** Label of the pods that are run. */
    static final String RUN = "e2e.erlangcluster.io/run";

    static final List<String> DEPLOYMENTS = List.of("web", "api");
    static final List<String> STATEFUL_SETS = List.of("db", "cache");

    private static final String RESTARTED = "kubectl.kubernetes.io/restartedAt";

    void createDeployment(String name, int replicas, boolean run) {
        create("Deployment", name, replicas, run, "");
    }

    void createStatefulSet(String name, int replicas, boolean run) {
        create("StatefulSet", name, replicas, run, "podManagementPolicy: Parallel");
    }

    private void create(String kind, String name, int replicas, boolean run, String more) {
        api.resource("""
            apiVersion: apps/v1
            kind: %1$s
            metadata: {name: %2$s, namespace: %3$s}
            spec:
              replicas: %4$d
              %6$s
              selector: {matchLabels: {app.kubernetes.io/name: %2$s}}
              template:
                metadata:
                  labels:
                    app.kubernetes.io/name: %2$s
                    app.kubernetes.io/part-of: shop
                    e2e.erlangcluster.io/run: "%5$s"
                spec:
                  containers:
                    - {name: app, image: "erlang:25", command: ["erl", "-noinput"]}
            """.formatted(kind, name, namespace, replicas, run, more)).create();
    }

    List<Pod> pods() {
        return api.pods().inNamespace(namespace).list().getItems();
    }

    void scale(String name, int replicas) {
        if (DEPLOYMENTS.contains(name)) {
            api.apps().deployments().inNamespace(namespace).withName(name).scale(replicas);
        } else {
            api.apps().statefulSets().inNamespace(namespace).withName(name).scale(replicas);
        }
    }

    /** As {@code kubectl rollout restart} does it, all of them. */
    void restart() {
        String now = Instant.now().toString();
        DEPLOYMENTS.forEach(name -> api.apps()
                .deployments()
                .inNamespace(namespace)
                .withName(name)
                .edit(found -> found.edit()
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations(RESTARTED, now)
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build()));
        STATEFUL_SETS.forEach(name -> api.apps()
                .statefulSets()
                .inNamespace(namespace)
                .withName(name)
                .edit(found -> found.edit()
                        .editSpec()
                        .editTemplate()
                        .editMetadata()
                        .addToAnnotations(RESTARTED, now)
                        .endMetadata()
                        .endTemplate()
                        .endSpec()
                        .build()));
    }

    /** As {@code kubectl rollout status}: every pod is of the current template, and ready. */
    boolean areRolledOut() {
        return DEPLOYMENTS.stream()
                        .map(name -> api.apps()
                                .deployments()
                                .inNamespace(namespace)
                                .withName(name)
                                .require())
                        .allMatch(Workloads::isRolledOut)
                && STATEFUL_SETS.stream()
                        .map(name -> api.apps()
                                .statefulSets()
                                .inNamespace(namespace)
                                .withName(name)
                                .require())
                        .allMatch(Workloads::isRolledOut);
    }

    private static boolean isRolledOut(Deployment is) {
        Integer wanted = is.getSpec().getReplicas();
        return Objects.equals(
                        is.getStatus().getObservedGeneration(), is.getMetadata().getGeneration())
                && wanted.equals(is.getStatus().getReplicas())
                && wanted.equals(is.getStatus().getUpdatedReplicas())
                && wanted.equals(is.getStatus().getAvailableReplicas());
    }

    private static boolean isRolledOut(StatefulSet is) {
        Integer wanted = is.getSpec().getReplicas();
        return Objects.equals(
                        is.getStatus().getObservedGeneration(), is.getMetadata().getGeneration())
                && Objects.equals(
                        is.getStatus().getCurrentRevision(), is.getStatus().getUpdateRevision())
                && wanted.equals(is.getStatus().getReadyReplicas());
    }

    void delete() {
        DEPLOYMENTS.forEach(name ->
                api.apps().deployments().inNamespace(namespace).withName(name).delete());
        STATEFUL_SETS.forEach(name ->
                api.apps().statefulSets().inNamespace(namespace).withName(name).delete());
    }
}
