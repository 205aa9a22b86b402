package io.erlangcluster.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

    @Test
    void helmHasNothingToSay() {
        LintResult lint = new Helm(Chart.directory()).lint().strict().call();
        assertThat(lint.isFailed()).as("%s", lint.getMessages()).isFalse();
        assertThat(lint.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @Test
    void everyObjectIsNamedLabelledAndInTheReleasesNamespace() {
        assertThat(Chart.render().objects()).isNotEmpty().allSatisfy(object -> {
            assertThat(object.getMetadata().getName()).startsWith(Chart.NAME);
            assertThat(object.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/name", Chart.NAME)
                    .containsEntry("app.kubernetes.io/instance", Chart.NAME);
            if (!(object.getKind().startsWith("Cluster") || object instanceof MutatingWebhookConfiguration)) {
                assertThat(object.getMetadata().getNamespace()).isEqualTo(Chart.NAMESPACE);
            }
        });
    }

    @Test
    void twoReplicasAreReplacedOneByOneAndNeverEvictedTogether() {
        Chart chart = Chart.render();
        Deployment deployment = chart.the(Deployment.class);
        assertThat(deployment.getSpec().getReplicas()).isEqualTo(2);
        assertThat(deployment
                        .getSpec()
                        .getStrategy()
                        .getRollingUpdate()
                        .getMaxUnavailable()
                        .getIntVal())
                .isZero();
        assertThat(chart.the(PodDisruptionBudget.class)
                        .getSpec()
                        .getMaxUnavailable()
                        .getIntVal())
                .isEqualTo(1);
        assertThat(Chart.render("replicas: 1").all(PodDisruptionBudget.class))
                .as("a budget for one replica would only hold up node drains")
                .isEmpty();
    }

    @Test
    void selectorsFindThePod() {
        Chart chart = Chart.render("podLabels: {team: beam}");
        Map<String, String> labels = chart.the(Deployment.class)
                .getSpec()
                .getTemplate()
                .getMetadata()
                .getLabels();
        assertThat(labels).containsEntry("team", "beam");
        assertThat(List.of(
                        chart.the(Deployment.class).getSpec().getSelector().getMatchLabels(),
                        chart.the(Service.class).getSpec().getSelector(),
                        chart.the(PodDisruptionBudget.class)
                                .getSpec()
                                .getSelector()
                                .getMatchLabels(),
                        chart.the(NetworkPolicy.class)
                                .getSpec()
                                .getPodSelector()
                                .getMatchLabels()))
                .allSatisfy(selector -> assertThat(labels).containsAllEntriesOf(selector));
    }

    @Test
    void thePortsOfServicePolicyAndProbesAreThePods() {
        Chart chart = Chart.render();
        var container = Workload.container(chart);
        List<String> ports =
                container.getPorts().stream().map(port -> port.getName()).toList();
        assertThat(chart.the(Service.class).getSpec().getPorts())
                .extracting(ServicePort::getTargetPort)
                .allSatisfy(port -> assertThat(ports).contains(port.getStrVal()));
        assertThat(chart.the(NetworkPolicy.class)
                        .getSpec()
                        .getIngress()
                        .getFirst()
                        .getPorts())
                .allSatisfy(port -> assertThat(ports).contains(port.getPort().getStrVal()));
        assertThat(List.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe()))
                .allSatisfy(probe ->
                        assertThat(ports).contains(probe.getHttpGet().getPort().getStrVal()));
    }

    @Test
    void aDigestWinsOverATag() {
        String digest = "sha256:" + "ab".repeat(32);
        Chart chart = Chart.render("image: {repository: registry.example/operator, tag: v1, digest: '" + digest + "'}\n"
                + "sidecar: {image: {repository: registry.example/sidecar, tag: v2}}");
        assertThat(Workload.container(chart).getImage()).isEqualTo("registry.example/operator@" + digest);
        assertThat(Workload.container(chart).getEnv())
                .filteredOn(EnvVar::getName, "ERLANGCLUSTER_INJECTION_SIDECAR_IMAGE")
                .extracting(EnvVar::getValue)
                .containsExactly("registry.example/sidecar:v2");
    }

    @Test
    void theSidecarsMetricsAreThePodsUnlessSaidOtherwise() {
        assertThat(sidecarMetrics(Chart.render())).containsExactly("POD");
        assertThat(sidecarMetrics(Chart.render("sidecar: {metrics: {listen: Network}}")))
                .containsExactly("NETWORK");
    }

    private static List<String> sidecarMetrics(Chart chart) {
        return Workload.container(chart).getEnv().stream()
                .filter(variable -> variable.getName().equals("ERLANGCLUSTER_INJECTION_SIDECAR_METRICS"))
                .map(EnvVar::getValue)
                .toList();
    }

    @Test
    void theWebhookConfigurationComesWithoutEntriesAndTheOperatorMayNotMakeAnother() {
        Chart chart = Chart.render();
        MutatingWebhookConfiguration made = chart.the(MutatingWebhookConfiguration.class);
        assertThat(made.getWebhooks()).isEmpty();
        assertThat(Workload.container(chart).getEnv())
                .filteredOn(EnvVar::getName, "ERLANGCLUSTER_INJECTION_WEBHOOK_NAME")
                .extracting(EnvVar::getValue)
                .containsExactly(made.getMetadata().getName());
        assertThat(Rights.of(chart)
                        .verbs("admissionregistration.k8s.io", "mutatingwebhookconfigurations")
                        .toList())
                .isNotEmpty()
                .doesNotContain("create", "delete");
    }

    @Test
    void settingsOfTheOperatorAreDocumentedUnderTheSameName() throws IOException {
        String pages = Files.readString(Chart.root().resolve("docs/injection.md"))
                + Files.readString(Chart.root().resolve("docs/high-availability.md"))
                + Files.readString(Chart.root().resolve("docs/identity.md"));
        assertThat(Workload.container(
                                Chart.render("{watchNamespaces: [prod], identity: {issuer: {secretName: company}}}"))
                        .getEnv())
                .extracting(EnvVar::getName)
                .filteredOn(name -> name.startsWith("ERLANGCLUSTER_"))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(pages).contains("`" + name + "`"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replica: 3",
                "replicas: 0",
                "replicas: two",
                "image: {pullPolicy: Sometimes}",
                "image: {digest: sha256:beef}",
                "image: {repository: ''}",
                "watchNamespaces: prod",
                "watchNamespaces: [Prod]",
                "watchNamespaces: [prod, prod]",
                "logLevel: verbose",
                "identity: {trustDomain: 'Cluster Local'}",
                "identity: {certificateLifetime: 25h}",
                "identity: {certificateLifetime: 0h}",
                "identity: {certificateLifetime: 30}",
                "identity: {issuer: {secretName: Company CA}}",
                "identity: {issuer: {secret: company}}",
                "networkPolicy: {apiServerPorts: []}",
                "networkPolicy: {apiServerPorts: [70000]}",
                "serviceMonitor: {interval: often}",
                "certManager: {issuer: {kind: Secret}}",
                "podLabels: {answer: 42}",
            })
    void aWrongValueIsRefused(String values) {
        assertThatThrownBy(() -> Chart.render(values)).hasMessageContaining("values don't meet the specifications");
    }

    @Test
    void withCertManagerTheOperatorHasNothingToDoWithTheWebhooksCertificate() {
        assertThat(Chart.render().yaml()).doesNotContain("cert-manager.io", "webhook-tls", "CA_BUNDLE");
        Chart chart = Chart.render("certManager: {enabled: true}");
        GenericKubernetesResource certificate = custom(chart, "Certificate");
        assertThat(certificate.<List<String>>get("spec", "dnsNames"))
                .contains(Chart.NAME + "." + Chart.NAMESPACE + ".svc");
        assertThat(certificate.<String>get("spec", "issuerRef", "name"))
                .isEqualTo(custom(chart, "Issuer").getMetadata().getName());
        assertThat(chart.the(MutatingWebhookConfiguration.class).getMetadata().getAnnotations())
                .containsEntry(
                        "cert-manager.io/inject-ca-from",
                        Chart.NAMESPACE + "/" + certificate.getMetadata().getName());
        assertThat(chart.the(Deployment.class).getSpec().getTemplate().getSpec().getVolumes())
                .filteredOn(volume -> volume.getName().equals("webhook-tls"))
                .extracting(volume -> volume.getSecret().getSecretName())
                .containsExactly(certificate.<String>get("spec", "secretName"));
        assertThat(Workload.container(chart).getEnv())
                .filteredOn(EnvVar::getName, "ERLANGCLUSTER_INJECTION_WEBHOOK_CA_BUNDLE")
                .extracting(EnvVar::getValue)
                .containsExactly("false");
    }

    @Test
    void anAuthorityOfOnesOwnIsReadAndNotWritten() {
        assertThat(Chart.render().yaml()).doesNotContain("ISSUER");
        Chart chart = Chart.render("{identity: {issuer: {secretName: company}}, watchNamespaces: [prod]}");
        assertThat(Workload.container(chart).getEnv())
                .filteredOn(EnvVar::getName, "ERLANGCLUSTER_IDENTITY_ISSUER_SECRET_NAME")
                .extracting(EnvVar::getValue)
                .containsExactly("company");
        List<Grant> named = Rights.of(chart).grants().stream()
                .filter(grant -> grant.names().contains("company"))
                .toList();
        assertThat(named)
                .extracting(Grant::verb, Grant::resource, Grant::namespace)
                .containsExactlyInAnyOrder(
                        tuple("get", "secrets", Chart.NAMESPACE),
                        tuple("list", "secrets", Chart.NAMESPACE),
                        tuple("watch", "secrets", Chart.NAMESPACE));
    }

    @Test
    void anIssuerOfOnesOwnIsNotMade() {
        Chart chart = Chart.render("certManager: {enabled: true, issuer: {kind: ClusterIssuer, name: company}}");
        assertThat(custom(chart, "Certificate").<String>get("spec", "issuerRef", "kind"))
                .isEqualTo("ClusterIssuer");
        assertThat(chart.objects()).extracting(HasMetadata::getKind).doesNotContain("Issuer");
    }

    @Test
    void aServiceMonitorFindsThePortThatHasTheMetrics() {
        assertThat(Chart.render().yaml()).doesNotContain("monitoring.coreos.com");
        Chart chart = Chart.render("serviceMonitor: {enabled: true, labels: {release: prometheus}}");
        GenericKubernetesResource monitor = custom(chart, "ServiceMonitor");
        assertThat(monitor.getMetadata().getLabels()).containsEntry("release", "prometheus");
        assertThat(chart.the(Service.class).getMetadata().getLabels())
                .containsAllEntriesOf(monitor.get("spec", "selector", "matchLabels"));
        assertThat(chart.the(Service.class).getSpec().getPorts())
                .filteredOn(port -> port.getName().equals(monitor.get("spec", "endpoints", 0, "port")))
                .extracting(port -> port.getTargetPort().getStrVal())
                .containsExactly("http");
    }

    private static GenericKubernetesResource custom(Chart chart, String kind) {
        return chart.all(GenericKubernetesResource.class).stream()
                .filter(object -> object.getKind().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOlderKubernetesIsRefused() {
        assertThatThrownBy(() -> new Helm(Chart.directory())
                        .template()
                        .withKubeVersion("1.28.9")
                        .call())
                .hasMessageContaining("1.29.0");
    }

    @Test
    void everyValueIsExplained() throws IOException {
        String page = Files.readString(Chart.root().resolve("docs/install.md"));
        assertThat(values()).allSatisfy(value -> assertThat(page).contains("| `" + value + "`"));
    }

    /**
     * The paths of the leaves of values.yaml, found in its text: keys at the start of a line or two or more spaces in.
     */
    private static Set<String> values() throws IOException {
        Set<String> leaves = new TreeSet<>();
        Pattern key = Pattern.compile("^( *)([A-Za-z]+):(.*)$");
        String[] path = {"", "", "", ""};
        for (String line : Files.readAllLines(Chart.directory().resolve("values.yaml"))) {
            var found = key.matcher(line);
            if (found.matches()) {
                int depth = found.group(1).length() / 2;
                path[depth] = found.group(2);
                if (!found.group(3).isBlank()) {
                    leaves.add(
                            path[0].equals("resources")
                                    ? path[0]
                                    : String.join(".", Arrays.asList(path).subList(0, depth + 1)));
                }
            }
        }
        return leaves;
    }
}
