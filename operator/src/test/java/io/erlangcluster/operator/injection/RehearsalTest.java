package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class RehearsalTest {

    @Test
    void itGoesTheWholeWayOfAReview() {
        assertThat(Rehearsal.perform(new KubernetesSerialization(), "sidecar:1"))
                .contains("/spec/initContainers", SidecarContainer.NAME, "pod-0@rehearsal.rehearsal");
    }
}
