package io.erlangcluster.operator.injection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReviewReaderTest {

    private final KubernetesSerialization json = new KubernetesSerialization();

    @Test
    void aReviewIsRead() {
        String body = """
                {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1"}}""";
        assertThat(ReviewReader.read(json, body.getBytes(UTF_8)).getRequest().getUid())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "null",
                "apiVersion: admission.k8s.io/v1\nkind: AdmissionReview\nrequest: {uid: '1'}",
                "{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\"}",
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\"}",
                "{"
            })
    void whatIsNoneIsRefused(String body) {
        assertThatThrownBy(() -> ReviewReader.read(json, body.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the body is not");
    }
}
