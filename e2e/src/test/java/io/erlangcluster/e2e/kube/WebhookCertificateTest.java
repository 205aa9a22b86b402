package io.erlangcluster.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.chart.Chart;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * docs/install.md, "With cert-manager": the operator serves the certificate that is mounted, follows its renewal, and
 * leaves the CA in the webhook's configuration to the cainjector, for whom the test stands.
 */
@Tag("kube")
class WebhookCertificateTest {

    private static final String MOUNTED = "QUARKUS_TLS_MOUNTED_";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path logs;

    @Test
    void theApiServerMeetsTheMountedCertificateAndBelievesItByTheInjectedAuthority() throws Exception {
        CertManager company = CertManager.start();
        List<String> names = List.of(Chart.NAME + "." + Chart.NAMESPACE + ".svc");
        Issued first = company.server(names, "127.0.0.1");
        Path folder = Files.createDirectory(logs.resolve("webhook-tls"));
        first.mount(folder);
        try (RealSystem system = new RealSystem(
                logs,
                "certManager: {enabled: true, issuer: {kind: ClusterIssuer, name: company}}",
                Map.of(
                        MOUNTED + "KEY_STORE_PEM_WEBHOOK_CERT",
                                folder.resolve("tls.crt").toString(),
                        MOUNTED + "KEY_STORE_PEM_WEBHOOK_KEY",
                                folder.resolve("tls.key").toString(),
                        MOUNTED + "RELOAD_PERIOD", "1S"))) {
            system.client().resource(Shop.load().cluster()).create();
            awaiting("the entry of shop").until(() -> entries(system).size() == 1);
            assertThat(entries(system).getFirst().getClientConfig().getCaBundle())
                    .as("the operator writes none")
                    .isNull();
            assertThat(served(system, company)).isEqualTo(first.certificate());
            awaiting("nobody's word for it")
                    .untilAsserted(() -> assertThatThrownBy(() -> create(system, Shop.NAME))
                            .isInstanceOf(KubernetesClientException.class)
                            .hasMessageContaining("x509"));

            String encoded = Base64.getEncoder()
                    .encodeToString(Issued.pem(company.root()).getBytes(StandardCharsets.US_ASCII));
            inject(system, encoded);
            awaitInjection(system, Shop.NAME);

            system.client().resource(another()).create();
            awaiting("the entry of the other").until(() -> entries(system).size() == 2);
            assertThat(entries(system))
                    .extracting(entry -> entry.getClientConfig().getCaBundle())
                    .containsExactly(encoded, encoded);
            awaitInjection(system, "market");

            Issued second = company.server(names, "127.0.0.1");
            second.mount(folder);
            awaiting("the renewed certificate")
                    .until(() -> served(system, company).equals(second.certificate()));
            awaitInjection(system, Shop.NAME);
        }
    }

    /** An API server hears of a changed configuration a moment later. */
    private void awaitInjection(RealSystem system, String cluster) {
        awaiting("a pod of " + cluster + " with a name")
                .untilAsserted(
                        () -> assertThat(create(system, cluster).getMetadata().getAnnotations())
                                .containsKey(Annotations.NODE_NAME));
    }

    private static Pod create(RealSystem system, String cluster) {
        return system.client()
                .resource(new PodBuilder()
                        .withNewMetadata()
                        .withNamespace(Shop.NAMESPACE)
                        .withGenerateName("plain-")
                        .addToLabels("app.kubernetes.io/part-of", cluster)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("erlang:25")
                        .withCommand("erl", "-noinput")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
    }

    private static ErlangCluster another() {
        return Serialization.unmarshal("""
                apiVersion: erlangcluster.io/v1alpha1
                kind: ErlangCluster
                metadata: {name: market, namespace: prod}
                spec:
                  selector: {matchLabels: {app.kubernetes.io/part-of: market}}
                  injection: {style: ErlFlags}
                """, ErlangCluster.class);
    }

    /** As the cainjector does: into every entry. */
    private static void inject(RealSystem system, String encoded) {
        system.client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(Chart.NAME)
                .edit(found -> {
                    found.getWebhooks().forEach(entry -> entry.getClientConfig().setCaBundle(encoded));
                    return found;
                });
    }

    private static List<MutatingWebhook> entries(RealSystem system) {
        return system.client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(Chart.NAME)
                .require()
                .getWebhooks();
    }

    /** What whoever trusts the company's root alone is shown. */
    private static X509Certificate served(RealSystem system, CertManager company) throws Exception {
        try (SSLSocket socket = (SSLSocket)
                Credentials.tls(Issued.pem(company.root())).getSocketFactory().createSocket()) {
            socket.connect(system.webhook(), 10_000);
            socket.setSoTimeout(10_000);
            socket.startHandshake();
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private ConditionFactory awaiting(String what) {
        return await(what + ", logs: " + logs).atMost(Duration.ofMinutes(2)).ignoreExceptions();
    }
}
