package io.erlangcluster.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.erlangcluster.protocol.v1.Certificate;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.Policy;
import io.erlangcluster.protocol.v1.Refused;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.erlangcluster.sidecar.control.ControlSettings;
import io.erlangcluster.sidecar.control.ControlStream;
import io.erlangcluster.sidecar.control.TestOperator;
import io.erlangcluster.sidecar.identity.AuthorityFile;
import io.erlangcluster.sidecar.identity.Certification;
import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.tunnel.MutualTls;
import io.erlangcluster.sidecar.tunnel.TunnelPolicy;
import io.erlangcluster.sidecar.tunnel.TunnelSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pod's token, certificate and authorities over a real stream with TLS. */
@Timeout(120)
class PodCredentialsTest {

    private static final Duration GENEROUS = Duration.ofSeconds(30);
    private static final LocalNode NODE = new LocalNode(NodeName.parse("web-0@shop.prod"), 40000, 5);
    private static final ControlSettings.Timing QUICK = new ControlSettings.Timing(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(20),
            Duration.ofMillis(20),
            Duration.ofMillis(200),
            Duration.ofMillis(1));

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final TestAuthority authority = new TestAuthority();
    private final OwnIdentity identity = new OwnIdentity();
    private final List<TestOperator> operators = new ArrayList<>();
    private final List<ControlStream> streams = new ArrayList<>();
    private final PodRegistry registry = new PodRegistry();
    private final MutualTls mutual = new MutualTls(loop, identity, TunnelSettings.Limits.DEFAULT);

    @TempDir
    Path mounted;

    private Path token;
    private Path bundle;

    @BeforeEach
    void mount() throws Exception {
        token = Files.writeString(mounted.resolve("token"), "first.token.of-this-pod\n");
        bundle = Files.writeString(mounted.resolve("ca.crt"), authority.pem());
    }

    @AfterEach
    void close() throws Exception {
        onLoop(() -> {
            streams.forEach(ControlStream::close);
            mutual.close();
            return true;
        });
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        operators.forEach(TestOperator::close);
    }

    @Test
    void theTokenProvesThePodAndTheAnswerToItsRequestMakesItsIdentity() throws Exception {
        TestOperator operator = start(authority.server("127.0.0.1"));

        assertThat(operator.next().getHello().getToken()).isEqualTo("first.token.of-this-pod");
        operator.say(snapshot());
        X509Certificate issued = answer(operator, Duration.ofHours(1));

        await().atMost(GENEROUS).until(() -> onLoop(identity::now).isPresent());
        assertThat(onLoop(identity::now).orElseThrow().chain()).containsExactly(issued);
        assertThat(onLoop(identity::now).toString()).contains("pod-web-0").doesNotContain("rivate");
    }

    @Test
    void atTwoThirdsOfItsLifeACertificateIsRenewedForANewKey() throws Exception {
        TestOperator operator = start(authority.server("127.0.0.1"));
        operator.next();
        operator.say(snapshot());

        X509Certificate first = answer(operator, Duration.ofSeconds(5));
        X509Certificate second = answer(operator, Duration.ofHours(1));

        assertThat(second.getPublicKey()).isNotEqualTo(first.getPublicKey());
        await().atMost(GENEROUS)
                .until(() -> onLoop(identity::now).orElseThrow().chain().contains(second));
    }

    @Test
    void anAnswerForAnotherKeyIsNotTaken() throws Exception {
        TestOperator operator = start(authority.server("127.0.0.1"));
        operator.next();
        operator.say(snapshot());
        assertThat(operator.next().hasCertificateRequest()).isTrue();

        say(operator, authority.pod("pod-web-0", "uid-web-0").chain().getFirst());
        operator.say(ToSidecar.newBuilder()
                .setCertificate(Certificate.newBuilder().addChain(ByteString.copyFromUtf8("garbage")))
                .build());

        // Asked again when there was no good answer: no identity came of the bad ones.
        answer(operator, Duration.ofHours(1));
        await().atMost(GENEROUS).until(() -> onLoop(identity::now).isPresent());
    }

    @Test
    void anOperatorWithAnotherNameIsNotTalkedTo() throws Exception {
        TestOperator operator = start(authority.server("127.0.0.2"));

        assertTurnedAway(operator);
    }

    @Test
    void anOperatorOfAnotherAuthorityIsNotTalkedToUntilTheBundleHasIt() throws Exception {
        TestAuthority next = new TestAuthority();
        TestOperator operator = start(next.server("127.0.0.1"));
        assertTurnedAway(operator);

        Files.writeString(token, "second.token");
        Files.writeString(bundle, authority.pem() + next.pem());
        assertThat(operator.next().getHello().getToken()).isEqualTo("second.token");
    }

    /** Without a restart, and long before it would have come again by itself. */
    @Test
    void afterAnExpiredTokenWasRefusedThePodJoinsAsSoonAsThereIsANewOne() throws Exception {
        Files.writeString(token, jwt("{\"aud\":[\"erlang-cluster-operator\"],\"exp\":1700000000}"));
        try (LogLines log = LogLines.of(ControlStream.class)) {
            TestOperator operator = start(
                    authority.server("127.0.0.1"),
                    new ControlSettings.Timing(
                            QUICK.connect(),
                            QUICK.handshake(),
                            QUICK.ping(),
                            QUICK.silence(),
                            QUICK.retryFirst(),
                            QUICK.retryMost(),
                            Duration.ofDays(1)));
            assertThat(operator.next().getHello().getToken()).contains(".");
            operator.say(ToSidecar.newBuilder()
                    .setRefused(Refused.newBuilder()
                            .setMessage("the API server does not accept the token: token has expired"))
                    .build());
            await().atMost(GENEROUS).until(() -> operator.streams() == 0);
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("event=operator-refused")
                    .contains("token has expired")
                    .contains("ended at 2023-11-14T22:13:20Z: does the kubelet of this machine renew it")
                    .doesNotContain(Files.readString(token));

            Files.writeString(token, "second.token.of-this-pod");
            assertThat(operator.next().getHello().getToken()).isEqualTo("second.token.of-this-pod");
            operator.say(snapshot());
            answer(operator, Duration.ofHours(1));
            await().atMost(GENEROUS).until(() -> onLoop(identity::now).isPresent());
            assertThat(log.lines()).hasSize(2).last().asString().contains("event=operator-connected");
        }
    }

    private static String jwt(String claims) {
        return "header." + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(UTF_8))
                + ".signature";
    }

    @Test
    void aTornBundleLeavesTheLastGoodOneInUse() throws Exception {
        TestOperator operator = start(authority.server("127.0.0.1"));
        operator.next();
        Files.writeString(bundle, "-----BEGIN CERTIFICATE-----\nMIIB");

        operator.endStreams();
        assertThat(operator.next().hasHello()).isTrue();
    }

    @Test
    void withoutABundleNobodyIsTalkedToUntilItIsThere() throws Exception {
        Files.delete(bundle);
        TestOperator operator = start(authority.server("127.0.0.1"));
        Files.writeString(bundle, authority.pem());

        assertThat(operator.next().hasHello()).isTrue();
        assertThat(operator.failedHandshakes()).isZero();
    }

    @Test
    void anOperatorHearsOfANodeOncePeersGetThroughToIt() throws Exception {
        onLoop(() -> {
            registry.putLocal(NODE);
            return true;
        });
        TestOperator operator = start(authority.server("127.0.0.1"));
        assertThat(operator.next().getHello().getNodesList()).isEmpty();
        operator.say(snapshot());
        answer(operator, Duration.ofHours(1));
        assertThat(operator.next().getNodeUp().getName()).isEqualTo("web-0@shop.prod");

        operator.endStreams();
        assertThat(operator.next().getHello().getNodesList())
                .extracting(NodeUp::getName)
                .containsExactly("web-0@shop.prod");
    }

    @Test
    void whereTunnelsArePlainNoCertificateIsWaitedFor() throws Exception {
        onLoop(() -> {
            registry.putLocal(NODE);
            return true;
        });
        TestOperator operator = start(authority.server("127.0.0.1"));
        assertThat(operator.next().getHello().getNodesList()).isEmpty();
        operator.say(ToSidecar.newBuilder()
                .setPolicy(Policy.newBuilder().setPlain(true))
                .build());
        assertThat(List.of(operator.next(), operator.next()))
                .extracting(ToOperator::getMessageCase)
                .containsExactlyInAnyOrder(ToOperator.MessageCase.NODE_UP, ToOperator.MessageCase.CERTIFICATE_REQUEST);
    }

    private TestOperator start(Identity server) throws Exception {
        return start(server, QUICK);
    }

    private TestOperator start(Identity server, ControlSettings.Timing timing) throws Exception {
        TestOperator operator = new TestOperator(server);
        operators.add(operator);
        AuthorityFile authorities = new AuthorityFile(bundle);
        authorities.listen(identity::trust);
        Certification certification = new Certification(
                loop, identity, new Certification.Patience(Duration.ofMillis(1500), Duration.ofSeconds(5)));
        PodCredentials credentials = new PodCredentials(
                loop,
                operator.uri(),
                QUICK.connect(),
                new PodCredentials.Files(token, bundle),
                authorities,
                certification,
                new TunnelPolicy(mutual));
        ControlStream stream = new ControlStream(
                loop,
                new ControlSettings(operator.uri(), "prod", "pod-web-0", "uid-web-0", "shop", 4370, timing),
                registry,
                credentials);
        onLoop(() -> {
            registry.listen(stream);
            stream.open();
            return true;
        });
        streams.add(stream);
        return operator;
    }

    private static void assertTurnedAway(TestOperator operator) {
        await().atMost(GENEROUS).until(() -> operator.failedHandshakes() > 1);
        assertThat(operator.heardNothing()).isTrue();
        assertThat(operator.streams()).isZero();
    }

    private X509Certificate answer(TestOperator operator, Duration life) throws Exception {
        ToOperator request = operator.next();
        X509Certificate issued = authority.certify(
                request.getCertificateRequest().getPkcs10().toByteArray(), "pod-web-0", "uid-web-0", life);
        say(operator, issued);
        return issued;
    }

    private static void say(TestOperator operator, X509Certificate issued) throws Exception {
        operator.say(ToSidecar.newBuilder()
                .setCertificate(Certificate.newBuilder().addAllChain(List.of(ByteString.copyFrom(issued.getEncoded()))))
                .build());
    }

    private static ToSidecar snapshot() {
        return ToSidecar.newBuilder()
                .setSnapshot(Snapshot.newBuilder().setEpoch("e1").setVersion(1))
                .build();
    }

    private <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get();
    }
}
