package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Readiness;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Writes what {@link JoinedGate} decided into the pods' status. The patch carries the resourceVersion it was decided
 * from, because it holds all conditions: if the kubelet wrote meanwhile, the informer brings that and we decide again.
 */
@Singleton
class JoinedConditions {

    private static final Logger LOG = Logger.getLogger(JoinedConditions.class);
    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

    private final KubernetesClient client;

    JoinedConditions(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Writes {@code verdicts}.
     *
     * @return false if a pod has changed meanwhile and should be decided anew
     * @throws KubernetesClientException if the API server is away
     */
    boolean write(List<JoinedGate.Verdict> verdicts, Instant now) {
        boolean current = true;
        for (JoinedGate.Verdict verdict : verdicts) {
            try {
                patch(verdict, now.truncatedTo(ChronoUnit.SECONDS).toString());
            } catch (KubernetesClientException failed) {
                if (failed.getCode() != HttpURLConnection.HTTP_CONFLICT
                        && failed.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw failed;
                }
                current = false;
            }
        }
        return current;
    }

    private void patch(JoinedGate.Verdict verdict, String now) {
        Pod pod = verdict.pod();
        String status = verdict.open() ? "True" : "False";
        Optional<PodCondition> before = JoinedGate.condition(pod);
        List<PodCondition> conditions = new ArrayList<>(pod.getStatus().getConditions());
        before.ifPresent(conditions::remove);
        conditions.add(new PodConditionBuilder()
                .withType(Readiness.JOINED)
                .withStatus(status)
                .withReason(verdict.reason())
                .withMessage(verdict.message())
                .withLastTransitionTime(before.filter(was -> status.equals(was.getStatus()))
                        .map(PodCondition::getLastTransitionTime)
                        .orElse(now))
                .build());
        Pod patch = new PodBuilder()
                .withNewMetadata()
                .withResourceVersion(pod.getMetadata().getResourceVersion())
                .endMetadata()
                .withNewStatus()
                .withConditions(conditions)
                .endStatus()
                .build();
        client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .subresource("status")
                .patch(MERGE, client.getKubernetesSerialization().asJson(patch));
        if (verdict.open()) {
            LOG.infof(
                    "pod joined namespace=%s pod=%s reason=%s",
                    pod.getMetadata().getNamespace(), pod.getMetadata().getName(), verdict.reason());
        }
    }
}
