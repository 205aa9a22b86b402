package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Epmd;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SidecarContainerTest {

    private final SidecarContainer mutator = new SidecarContainer();

    @Test
    void theNativeSidecarIsTheFirstInitContainerToTheLastField() {
        Pod once = mutator.mutate(ShopPods.pod(), ShopPods.context());
        assertThat(names(once.getSpec().getInitContainers())).containsExactly("erlang-sidecar", "migrate");
        assertThat(names(once.getSpec().getContainers())).containsExactly("app", "second");
        assertThat(new KubernetesSerialization()
                        .asYaml(once.getSpec().getInitContainers().getFirst())
                        .strip())
                .isEqualTo("""
                        ---
                        env:
                        - name: "ERLANGCLUSTER_NAME"
                          value: "shop"
                        - name: "ERLANGCLUSTER_NAMESPACE"
                          valueFrom:
                            fieldRef:
                              fieldPath: "metadata.namespace"
                        - name: "ERLANGCLUSTER_POD"
                          valueFrom:
                            fieldRef:
                              fieldPath: "metadata.name"
                        - name: "ERLANGCLUSTER_POD_UID"
                          valueFrom:
                            fieldRef:
                              fieldPath: "metadata.uid"
                        - name: "ERLANGCLUSTER_POD_IP"
                          valueFrom:
                            fieldRef:
                              fieldPath: "status.podIP"
                        - name: "ERLANGCLUSTER_NODE_NAME"
                          value: "web-0@shop.prod"
                        - name: "ERLANGCLUSTER_OPERATOR"
                          value: "wss://operator:8080"
                        - name: "ERLANGCLUSTER_COOKIES"
                          value: "/var/run/secrets/erlangcluster.io"
                        - name: "ERLANGCLUSTER_TOKEN_FILE"
                          value: "/var/run/secrets/erlangcluster.io/token"
                        - name: "ERLANGCLUSTER_CA_FILE"
                          value: "/var/run/secrets/erlangcluster.io/ca.crt"
                        - name: "ERLANGCLUSTER_STATE"
                          value: "/var/lib/erlangcluster"
                        image: "sidecar:1"
                        name: "erlang-sidecar"
                        ports:
                        - containerPort: 4369
                          name: "epmd"
                        - containerPort: 4370
                          name: "erl-tunnel"
                        resources:
                          limits:
                            memory: "128Mi"
                          requests:
                            cpu: "10m"
                            memory: "64Mi"
                        restartPolicy: "Always"
                        securityContext:
                          allowPrivilegeEscalation: false
                          capabilities:
                            drop:
                            - "ALL"
                          readOnlyRootFilesystem: true
                          runAsNonRoot: true
                          runAsUser: 65532
                          seccompProfile:
                            type: "RuntimeDefault"
                        startupProbe:
                          failureThreshold: 60
                          periodSeconds: 1
                          tcpSocket:
                            port: 4369
                        volumeMounts:
                        - mountPath: "/var/run/secrets/erlangcluster.io"
                          name: "erlangcluster-identity"
                          readOnly: true
                        - mountPath: "/var/lib/erlangcluster"
                          name: "erlangcluster-state\"""");
        assertThat(mutator.mutate(once, ShopPods.context())).isEqualTo(once);
    }

    @Test
    void olderServersGetAnOrdinaryContainerThatStartsFirst() {
        InjectionContext old = inForm(SidecarTemplate.Form.CONTAINER);
        Pod once = mutator.mutate(ShopPods.pod(), old);
        assertThat(names(once.getSpec().getInitContainers())).containsExactly("migrate");
        assertThat(names(once.getSpec().getContainers())).containsExactly("erlang-sidecar", "app", "second");
        assertThat(once.getSpec().getContainers().getFirst().getRestartPolicy()).isNull();
        assertThat(mutator.mutate(once, old)).isEqualTo(once);
    }

    @Test
    void aServerThatWasUpgradedMovesTheSidecarOver() {
        Pod before = mutator.mutate(ShopPods.pod(), inForm(SidecarTemplate.Form.CONTAINER));
        assertThat(mutator.mutate(before, ShopPods.context()))
                .isEqualTo(mutator.mutate(ShopPods.pod(), ShopPods.context()));
    }

    @Test
    void imageAndResourcesAreTheClustersIfItSaysSo() {
        Resources resources = new Resources(Map.of("cpu", new Quantity("1")), Map.of());
        InjectionContext own = ShopPods.context(new Injection(null, "mine:1", null, resources));
        Container sidecar = mutator.mutate(ShopPods.pod(), own)
                .getSpec()
                .getInitContainers()
                .getFirst();
        assertThat(sidecar.getImage()).isEqualTo("mine:1");
        assertThat(sidecar.getResources().getRequests()).isEqualTo(Map.of("cpu", new Quantity("1")));
        assertThat(sidecar.getResources().getLimits()).isEmpty();
    }

    @Test
    void nodesThatNameThemselvesAreNotToldAName() {
        Pod injected = mutator.mutate(ShopPods.pod(), ShopPods.existingNames());
        assertThat(injected.getSpec().getInitContainers().getFirst().getEnv())
                .extracting(EnvVar::getName)
                .doesNotContain("ERLANGCLUSTER_NODE_NAME");
    }

    private static InjectionContext inForm(SidecarTemplate.Form form) {
        SidecarTemplate template = new SidecarTemplate(ShopPods.NATIVE.image(), ShopPods.NATIVE.operatorUrl(), form);
        return new InjectionContext(
                ShopPods.context().cluster(), ShopPods.context().nodeName(), template);
    }

    private static java.util.List<String> names(java.util.List<Container> containers) {
        return containers.stream().map(Container::getName).toList();
    }

    @Test
    void anEpmdForTheNetworkIsToldSo() {
        ErlangClusterSpec network = new ErlangClusterSpec(
                null, null, null, null, null, null, null, null, null, null, new Epmd(Epmd.Listen.NETWORK), null, null);
        EnvVar told = ShopPods.value("ERLANGCLUSTER_EPMD_SERVES", "Network");
        assertThat(new SidecarContainer()
                        .mutate(ShopPods.pod(), ShopPods.context(network))
                        .getSpec()
                        .getInitContainers()
                        .getFirst()
                        .getEnv())
                .contains(told);
        assertThat(new SidecarContainer()
                        .mutate(ShopPods.pod(), ShopPods.context())
                        .getSpec()
                        .getInitContainers()
                        .getFirst()
                        .getEnv())
                .doesNotContain(told);
    }

    @Test
    void metricsForTheNetworkHaveAPortThatScrapersFindByName() {
        SidecarTemplate open = new SidecarTemplate(
                ShopPods.NATIVE.image(),
                ShopPods.NATIVE.operatorUrl(),
                SidecarTemplate.Form.NATIVE,
                SidecarTemplate.Metrics.NETWORK);
        Pod pod = mutator.mutate(
                ShopPods.pod(),
                new InjectionContext(
                        ShopPods.context().cluster(), ShopPods.context().nodeName(), open));
        Container sidecar = pod.getSpec().getInitContainers().getFirst();
        assertThat(sidecar.getEnv()).contains(ShopPods.value("ERLANGCLUSTER_ADMIN_LISTEN", "Network"));
        assertThat(sidecar.getPorts())
                .filteredOn(ContainerPort::getName, "erl-metrics")
                .extracting(ContainerPort::getContainerPort)
                .containsExactly(4372);
        assertThat(mutator.mutate(pod, ShopPods.context()))
                .as("closed again, with the next review")
                .isEqualTo(mutator.mutate(ShopPods.pod(), ShopPods.context()));
    }
}
