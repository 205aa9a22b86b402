package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Injects a made-up pod, all in memory. The first review loads some thousand classes, which on a busy machine takes
 * seconds: it should not be a user's.
 */
final class Rehearsal {

    private static final int TIMES = 20;

    private Rehearsal() {}

    /** Returns the last answer. */
    static String perform(KubernetesSerialization json, String image) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.getMetadata().setNamespace("rehearsal");
        cluster.getMetadata().setName("rehearsal");
        cluster.setSpec(new ErlangClusterSpec(null, null, null, null, null, null));
        InjectionContext context = new InjectionContext(
                cluster,
                Optional.of(NodeName.of("pod-0", "rehearsal", "rehearsal")),
                new SidecarTemplate(image, "wss://rehearsal:1", SidecarTemplate.Form.NATIVE));
        byte[] review = json.asJson(review()).getBytes(StandardCharsets.UTF_8);
        String answer = "";
        for (int i = 0; i < TIMES; i++) {
            AdmissionReview read = json.unmarshal(new ByteArrayInputStream(review));
            answer = answer((Pod) read.getRequest().getObject(), context);
        }
        return answer;
    }

    private static String answer(Pod pod, InjectionContext context) {
        try {
            return PodPatch.between(pod, new PodInjector().inject(pod, context));
        } catch (InjectionRefused refused) {
            throw new IllegalStateException("the made-up pod can be injected", refused);
        }
    }

    private static AdmissionReview review() {
        return new AdmissionReviewBuilder()
                .withNewRequest()
                .withUid("rehearsal")
                .withOperation("CREATE")
                .withObject(new PodBuilder()
                        .withNewMetadata()
                        .withName("pod-0")
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .addNewEnv()
                        .withName("A")
                        .withValue("b")
                        .endEnv()
                        .endContainer()
                        .endSpec()
                        .build())
                .endRequest()
                .build();
    }
}
