package io.erlangcluster.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.chart.Chart;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** docs/identity.md, "A CA of yours", with the chart's rights: the Secret is one that cert-manager fills and renews. */
@Tag("kube")
class OwnAuthorityTest {

    private static final String SECRET = "company-issuer";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path logs;

    @SuppressWarnings("NullAway.Init") // by start()
    private RealSystem system;

    @SuppressWarnings("NullAway.Init") // by start()
    private CertManager company;

    @BeforeEach
    void start() throws Exception {
        company = CertManager.start();
        // A day where kubelets need a minute to bring a bundle; here they need no time.
        system = new RealSystem(
                logs,
                "identity: {issuer: {secretName: " + SECRET + "}}",
                Map.of("ERLANGCLUSTER_IDENTITY_ANNOUNCEMENT", "PT5S"));
        system.client().resource(Shop.load().cluster()).create();
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void aSecretThatIsMissingOrWrongIsSpokenOfUntilItIsRight() throws Exception {
        awaiting("word of what is missing")
                .untilAsserted(() -> assertThat(complaints())
                        .anyMatch(why -> why.startsWith("it is not there: make it, of type kubernetes.io/tls")));
        assertThat(Files.readString(logs.resolve("operator.log")))
                .contains("issuer unusable secret=" + Chart.NAMESPACE + "/" + SECRET)
                .contains("until then nobody gets a certificate");

        put(company.server(List.of("shop.example"), "192.0.2.1"));
        awaiting("word of what is wrong")
                .untilAsserted(() -> assertThat(complaints())
                        .anyMatch(why -> why.contains("needs basicConstraints CA:TRUE (cert-manager: isCA: true)")));
        assertThat(ownAuthorities()).as("made none of its own").isEmpty();

        Issued right = company.authority("erlang clusters");
        put(right);
        awaiting("the bundle").untilAsserted(() -> assertThat(bundle()).isEqualTo(Issued.pem(right.certificate())));
        assertThat(ownAuthorities()).hasSize(1);
    }

    @Test
    void podsAreSignedForAndARenewedAuthorityCutsNobodyOff() throws Exception {
        Issued first = company.authority("erlang clusters 1");
        put(first);
        Workloads workloads = new Workloads(system.client(), Shop.NAMESPACE);
        awaiting("the webhook")
                .untilAsserted(() -> assertThat(system.client()
                                .admissionRegistration()
                                .v1()
                                .mutatingWebhookConfigurations()
                                .withName(Chart.NAME)
                                .require()
                                .getWebhooks())
                        .hasSize(1));
        workloads.createDeployment("web", 2, true);
        workloads.createDeployment("api", 1, false);
        awaitMesh(2);
        List<String> before = channels();
        assertThat(before).hasSize(2);
        X509Certificate old = Applicant.certificate(system, bundle());
        assertThat(isBy(first, old)).isTrue();

        Issued second = company.authority("erlang clusters 2");
        put(second);
        awaiting("the successor signs").until(() -> {
            String known = bundle();
            X509Certificate certificate = Applicant.certificate(system, known);
            boolean isRenewed = isBy(second, certificate);
            Issued signer = isRenewed ? second : first;
            certificate.verify(signer.certificate().getPublicKey());
            assertThat(known).as("what pods were told before").contains(Issued.pem(signer.certificate()));
            return isRenewed;
        });
        assertThat(bundle())
                .as("what the first signed is good until it ends")
                .contains(Issued.pem(first.certificate()), Issued.pem(second.certificate()))
                .doesNotContain(Issued.pem(company.root()));

        workloads.scale("web", 3);
        awaitMesh(3);
        assertThat(channels()).containsAll(before);
        assertThat(complaints())
                .filteredOn(why -> !why.startsWith("it is not there"))
                .isEmpty();
    }

    private void put(Issued authority) {
        system.client().resource(authority.secret(Chart.NAMESPACE, SECRET)).createOr(NonDeletingOperation::update);
    }

    private static boolean isBy(Issued authority, X509Certificate certificate) {
        return certificate
                .getIssuerX500Principal()
                .equals(authority.certificate().getSubjectX500Principal());
    }

    private String bundle() {
        return Credentials.bundle(system.client(), Shop.NAMESPACE);
    }

    /** What the Secret's Events say. */
    private List<String> complaints() {
        return system.client().v1().events().inNamespace(Chart.NAMESPACE).list().getItems().stream()
                .filter(event -> event.getReason().equals("IssuerUnusable")
                        && event.getInvolvedObject().getName().equals(SECRET))
                .map(Event::getMessage)
                .toList();
    }

    private List<String> ownAuthorities() {
        return system.client().secrets().inNamespace(Chart.NAMESPACE).list().getItems().stream()
                .map(secret -> secret.getMetadata().getName())
                .filter((Chart.NAME + "-ca")::equals)
                .toList();
    }

    /** Both ends of the link of the two nodes that were there first; another after every loss. */
    private List<String> channels() {
        List<RealNode> nodes = system.nodes();
        return nodes.stream()
                .flatMap(node -> nodes.stream()
                        .filter(peer -> !peer.equals(node))
                        .map(peer -> node.name() + " " + peer.name() + " "
                                + node.channel(peer.name()).orElse("none")))
                .toList();
    }

    private void awaitMesh(int size) {
        awaiting("a mesh of " + size).ignoreExceptions().untilAsserted(() -> {
            List<String> names = system.nodes().stream().map(RealNode::name).toList();
            assertThat(names).hasSize(size);
            assertThat(system.askAll().missing(Set.copyOf(names))).isEmpty();
        });
    }

    private ConditionFactory awaiting(String what) {
        return await(what + ", logs: " + logs)
                .atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions(); // bundle and Secret are not there at once
    }
}
