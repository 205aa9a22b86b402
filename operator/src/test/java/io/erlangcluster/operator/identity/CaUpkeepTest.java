package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class CaUpkeepTest {

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private final TestClock clock = new TestClock();

    /** One operator process. */
    private final class Replica {
        private final CertificateAuthority authority = new CertificateAuthority(clock);
        private final CaUpkeep upkeep;

        Replica(boolean managed) {
            this(new TestSettings(managed));
        }

        Replica(TestSettings settings) {
            upkeep = new CaUpkeep(client, authority, settings, "system", clock);
        }

        Replica look() {
            upkeep.keep();
            return this;
        }

        String bundle() {
            return authority.bundle().orElseThrow();
        }
    }

    @Test
    void replicasThatStartAtOnceAgreeOnOneAuthority() throws Exception {
        List<Replica> replicas =
                IntStream.range(0, 8).mapToObj(i -> new Replica(true)).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var looked : threads.invokeAll(replicas.stream()
                    .<java.util.concurrent.Callable<Replica>>map(replica -> replica::look)
                    .toList())) {
                looked.get();
            }
        }
        assertThat(replicas)
                .extracting(Replica::bundle)
                .containsOnly(replicas.getFirst().bundle());
    }

    @Test
    void rotationIsWrittenByOneAndReadByAll() {
        Replica one = new Replica(true).look();
        Replica other = new Replica(true).look();
        String before = one.bundle();
        clock.pass(Duration.ofDays(60));
        one.look();
        other.look();
        assertThat(one.bundle()).startsWith(before).isNotEqualTo(before).isEqualTo(other.bundle());
        clock.pass(Duration.ofDays(1));
        other.look();
        one.look();
        assertThat(one.authority.signer()).isEqualTo(other.authority.signer());
        assertThat(one.bundle()).endsWith(before);
        assertThat(secret().getData()).doesNotContainKeys("next.key", "next.crt");
    }

    @Test
    void aDeletedSecretComesBackWithTheSameAuthority() {
        Replica replica = new Replica(true).look();
        String before = replica.bundle();
        client.resource(secret()).delete();
        replica.look();
        assertThat(new Replica(true).look().bundle()).isEqualTo(before);
    }

    @Test
    void aBrokenSecretChangesNothingInMemoryAndQuotesNothing() {
        Replica replica = new Replica(true).look();
        String before = replica.bundle();
        Secret broken = secret();
        broken.getData()
                .put("tls.key", Base64.getEncoder().encodeToString("hunter2".getBytes(StandardCharsets.US_ASCII)));
        client.resource(broken).update();
        assertThatThrownBy(replica::look)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("hunter2");
        assertThat(replica.bundle()).isEqualTo(before);
    }

    @Test
    void anAuthorityOfSomebodyElseIsReadAndLeftAlone() {
        Replica reader = new Replica(false).look();
        assertThat(reader.authority.isReady()).isFalse();
        KeyAndCertificate theirs = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        client.resource(CaSecret.write("system", "ca", Generations.first(theirs)))
                .create();
        clock.pass(Duration.ofDays(80));
        reader.look();
        assertThat(reader.authority.signer()).isEqualTo(theirs.certificate());
        assertThat(secret().getData()).containsOnlyKeys("tls.crt", "tls.key");
    }

    @Test
    void withoutAUsableIssuerNothingSignsAndTheSecretSaysWhy() {
        Replica replica = new Replica(TestSettings.issuer("company")).look().look();
        assertThat(replica.authority.isReady()).isFalse();
        assertThat(client.secrets().inNamespace("system").list().getItems()).isEmpty();
        assertThat(client.v1().events().inNamespace("system").list().getItems())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.getReason()).isEqualTo("IssuerUnusable");
                    assertThat(event.getMessage()).startsWith("it is not there: make it");
                    assertThat(event.getInvolvedObject().getName()).isEqualTo("company");
                });

        KeyAndCertificate company = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        offer(company);
        assertThat(replica.look().authority.signer()).isEqualTo(company.certificate());
    }

    @Test
    void aNewIssuerIsTrustedByAllBeforeItSignsAndTheOldOneAfterwards() {
        KeyAndCertificate first = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        offer(first);
        Replica one = new Replica(TestSettings.issuer("company")).look();
        clock.pass(Duration.ofDays(70));
        assertThat(one.look().authority.signer())
                .as("its end is its owner's business")
                .isEqualTo(first.certificate());

        KeyAndCertificate second = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        offer(second);
        one.look();
        assertThat(one.authority.signer()).isEqualTo(first.certificate());
        assertThat(one.authority.trusts(second.certificate())).isTrue();

        clock.pass(Duration.ofDays(1));
        Replica restarted = new Replica(TestSettings.issuer("company")).look();
        assertThat(restarted.authority.signer()).isEqualTo(second.certificate());
        assertThat(restarted.authority.trusts(first.certificate())).isTrue();
        assertThat(one.look().bundle()).isEqualTo(restarted.bundle());
    }

    @Test
    void fromTheOperatorsOwnAuthorityToAnIssuerNobodyMeetsAStranger() {
        Replica before = new Replica(true).look();
        KeyAndCertificate company = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        offer(company);
        Replica after = new Replica(TestSettings.issuer("company")).look();
        assertThat(after.authority.signer()).isEqualTo(before.authority.signer());
        assertThat(after.authority.trusts(company.certificate())).isTrue();
        clock.pass(Duration.ofDays(1));
        after.look();
        assertThat(after.authority.signer()).isEqualTo(company.certificate());
        assertThat(after.authority.trusts(before.authority.signer())).isTrue();
    }

    @Test
    void anIssuerThatBecomesUnusableChangesNothing() {
        KeyAndCertificate first = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        offer(first);
        Replica replica = new Replica(TestSettings.issuer("company")).look();
        offer(new KeyAndCertificate(Issuer.newKey().getPrivate(), first.certificate()));
        assertThat(replica.look().authority.signer()).isEqualTo(first.certificate());
        assertThat(client.v1().events().inNamespace("system").list().getItems())
                .singleElement()
                .satisfies(event -> assertThat(event.getMessage()).startsWith("tls.key is not the key of"));
        client.secrets().inNamespace("system").withName("company").delete();
        assertThat(replica.look().authority.signer()).isEqualTo(first.certificate());
    }

    private void offer(KeyAndCertificate authority) {
        client.resource(CaSecret.write("system", "company", Generations.first(authority)))
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    private Secret secret() {
        return client.secrets().inNamespace("system").withName("ca").require();
    }
}
