package io.erlangcluster.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import org.junit.jupiter.api.Test;

/** The controls of the Pod Security Standard "restricted", one by one, and what we ask beyond it. */
class PodSecurityTest {

    private final Chart chart = Chart.render();
    private final PodSpec pod = Workload.pod(chart);
    private final Container container = Workload.container(chart);
    private final SecurityContext security = container.getSecurityContext();

    @Test
    void nothingOfTheHostIsShared() {
        assertThat(pod.getHostNetwork()).isNull();
        assertThat(pod.getHostPID()).isNull();
        assertThat(pod.getHostIPC()).isNull();
        assertThat(container.getPorts())
                .allSatisfy(port -> assertThat(port.getHostPort()).isNull());
        assertThat(pod.getVolumes()).extracting(Volume::getHostPath).containsOnlyNulls();
    }

    @Test
    void itRunsAsNobodyWithoutCapabilitiesAndCannotGetMore() {
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(security.getPrivileged()).isNull();
        assertThat(security.getAllowPrivilegeEscalation()).isFalse();
        assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(security.getCapabilities().getAdd()).isEmpty();
    }

    @Test
    void itWritesNowhereButInABoundedTmp() {
        assertThat(security.getReadOnlyRootFilesystem()).isTrue();
        assertThat(pod.getVolumes())
                .singleElement()
                .satisfies(tmp ->
                        assertThat(tmp.getEmptyDir().getSizeLimit().getAmount()).isNotEmpty());
    }

    @Test
    void onlyThePodGetsTheAccountsToken() {
        assertThat(chart.the(ServiceAccount.class).getAutomountServiceAccountToken())
                .isFalse();
        assertThat(pod.getAutomountServiceAccountToken()).isTrue();
        assertThat(pod.getServiceAccountName())
                .isEqualTo(chart.the(ServiceAccount.class).getMetadata().getName());
    }

    @Test
    void memoryIsBounded() {
        assertThat(container.getResources().getLimits()).containsKey("memory");
        assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    }
}
