package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodIP;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Tells the API how one pod fares: address, phase, conditions, containers. */
final class PodStatusWriter {

    private static final Logger LOG = Logger.getLogger(PodStatusWriter.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient api;
    private final String namespace;
    private final String name;
    private final String startTime = now();
    private final Map<String, PodCondition> conditions = new LinkedHashMap<>();

    PodStatusWriter(KubernetesClient api, Pod pod) {
        this.api = api;
        this.namespace = pod.getMetadata().getNamespace();
        this.name = pod.getMetadata().getName();
    }

    /** Binds the pod to this machine, which is the scheduler's part. */
    void bind() {
        api.bindings()
                .inNamespace(namespace)
                .resource(new BindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewTarget()
                        .withKind("Node")
                        .withName("podrunner")
                        .endTarget()
                        .build())
                .create();
    }

    /** Writes what {@code pod} is now; a failure is logged and the next change tries again. */
    synchronized void write(RunningPod pod) {
        try {
            Optional<Pod> current = current(pod);
            while (current.isPresent() && !isWritten(pod, current.get())) {
                current = current(pod);
            }
        } catch (KubernetesClientException e) {
            LOG.warnf("status not written pod=%s/%s reason=%s: is the API server up?", namespace, name, e.getMessage());
        }
    }

    /** The object, unless it is gone or another pod has its name. */
    private Optional<Pod> current(RunningPod pod) {
        return Optional.ofNullable(
                        api.pods().inNamespace(namespace).withName(name).get())
                .filter(pod::isOf);
    }

    /** False if somebody else, who has conditions of his own in the list, wrote meanwhile. */
    private boolean isWritten(RunningPod pod, Pod current) {
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .withResourceVersion(current.getMetadata().getResourceVersion())
                .endMetadata()
                .withStatus(status(pod, current))
                .build();
        try {
            api.pods()
                    .inNamespace(namespace)
                    .withName(name)
                    .subresource("status")
                    .patch(MERGE, Serialization.asJson(patch));
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw e;
        }
    }

    private PodStatus status(RunningPod pod, Pod current) {
        boolean ready = pod.isReady();
        condition("PodScheduled", true);
        condition("Initialized", pod.isInitialized());
        condition("ContainersReady", ready);
        condition("Ready", ready && ReadinessGates.areOpen(current));
        List<PodCondition> all = new ArrayList<>(conditions.values());
        ReadinessGates.conditions(current).stream()
                .filter(other -> !conditions.containsKey(other.getType()))
                .forEach(all::add);
        String ip = pod.network().ip();
        return new PodStatusBuilder()
                .withPhase(ready || pod.isInitialized() ? "Running" : "Pending")
                .withStartTime(startTime)
                .withPodIP(ip)
                .withPodIPs(new PodIP(ip))
                .withHostIP(ip.substring(0, ip.lastIndexOf('.')) + ".1")
                .withConditions(all)
                .withInitContainerStatuses(pod.initContainerStatuses())
                .withContainerStatuses(pod.containerStatuses())
                .build();
    }

    private void condition(String type, boolean holds) {
        String status = holds ? "True" : "False";
        conditions.compute(
                type,
                (key, before) -> before != null && before.getStatus().equals(status)
                        ? before
                        : new PodConditionBuilder()
                                .withType(type)
                                .withStatus(status)
                                .withLastTransitionTime(now())
                                .build());
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
