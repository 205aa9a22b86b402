package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;

/** Reads the body of a request for admission. */
final class ReviewReader {

    private ReviewReader() {}

    /** The review in {@code body}; throws IllegalArgumentException if there is none, with what is there instead. */
    static AdmissionReview read(KubernetesSerialization json, byte[] body) {
        // fabric8 takes what begins otherwise for YAML, whose aliases make a million objects of 468 bytes.
        if (body.length == 0 || body[0] != '{') {
            throw new IllegalArgumentException("the body is not a JSON object");
        }
        Object parsed;
        try {
            parsed = json.unmarshal(new ByteArrayInputStream(body));
        } catch (RuntimeException malformed) {
            throw new IllegalArgumentException("the body is not JSON of a Kubernetes object", malformed);
        }
        if (!(parsed instanceof AdmissionReview review) || review.getRequest() == null) {
            throw new IllegalArgumentException(
                    "the body is not an AdmissionReview of admission.k8s.io/v1 with a request");
        }
        return review;
    }
}
