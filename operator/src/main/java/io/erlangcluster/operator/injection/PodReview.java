package io.erlangcluster.operator.injection;

import io.erlangcluster.operator.injection.AdmissionMetrics.Result;
import io.erlangcluster.operator.node.NamingRefused;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionRequest;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionResponse;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.webhook.admission.AdmissionRequestHandler;
import io.javaoperatorsdk.webhook.admission.AdmissionUtils;
import io.javaoperatorsdk.webhook.admission.NotAllowedException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * A decision in the words of the admission protocol.
 *
 * @param admission decides
 * @param metrics counts what is decided
 * @param namespace of the cluster the API server asks about
 * @param cluster its name
 */
record PodReview(PodAdmission admission, AdmissionMetrics metrics, String namespace, String cluster)
        implements AdmissionRequestHandler {

    private static final Logger LOG = Logger.getLogger(PodReview.class);
    private static final int UNPROCESSABLE = 422;

    @Override
    public AdmissionResponse handle(AdmissionRequest request) {
        if (!(request.getObject() instanceof Pod pod) || !"CREATE".equals(request.getOperation())) {
            throw new IllegalArgumentException("only the creation of pods is reviewed here, not "
                    + request.getOperation() + " of " + request.getKind());
        }
        PodShape.missing(pod).ifPresent(what -> {
            throw new IllegalArgumentException("the pod lacks " + what);
        });
        if (!namespace.equals(request.getNamespace())) {
            throw new IllegalArgumentException("the review of a pod in namespace " + request.getNamespace()
                    + " came to the path of namespace " + namespace);
        }
        try {
            return switch (admission.decide(namespace, cluster, pod, Boolean.TRUE.equals(request.getDryRun()))) {
                case PodAdmission.Decision.Injected(Pod injected) -> {
                    metrics.decided(namespace, cluster, Result.INJECTED);
                    AdmissionResponse patched = AdmissionUtils.allowedAdmissionResponse();
                    patched.setPatchType(AdmissionUtils.JSON_PATCH);
                    patched.setPatch(Base64.getEncoder()
                            .encodeToString(PodPatch.between(pod, injected).getBytes(StandardCharsets.UTF_8)));
                    yield patched;
                }
                case PodAdmission.Decision.Untouched(String why) -> {
                    metrics.decided(namespace, cluster, Result.UNTOUCHED);
                    AdmissionResponse allowed = AdmissionUtils.allowedAdmissionResponse();
                    allowed.setWarnings(List.of("not made a node of ErlangCluster " + cluster + ": " + why));
                    yield allowed;
                }
            };
        } catch (InjectionRefused | NamingRefused refused) {
            return refused(pod, String.valueOf(refused.getMessage()), UNPROCESSABLE);
        } catch (KubernetesClientException unreachable) {
            return refused(
                    pod,
                    "the operator cannot ask the API server now, create the pod again later (controllers do): "
                            + unreachable.getMessage(),
                    HttpURLConnection.HTTP_UNAVAILABLE);
        }
    }

    private AdmissionResponse refused(Pod pod, String why, int status) {
        metrics.decided(namespace, cluster, Result.REFUSED);
        String generated = pod.getMetadata().getGenerateName();
        LOG.warnf(
                "pod refused cluster=%s namespace=%s pod=%s: %s",
                cluster,
                namespace,
                pod.getMetadata().getName() == null
                        ? generated + "*"
                        : pod.getMetadata().getName(),
                why);
        return AdmissionUtils.notAllowedExceptionToAdmissionResponse(
                new NotAllowedException("ErlangCluster " + cluster + ": " + why, status));
    }
}
