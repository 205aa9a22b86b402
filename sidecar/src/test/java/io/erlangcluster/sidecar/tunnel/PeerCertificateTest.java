package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.PodNames;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.NodeName;
import java.lang.reflect.Proxy;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.Test;

class PeerCertificateTest {

    private static final ClusterNode WEB = new ClusterNode(
            NodeName.parse("web-0@shop.prod"),
            ClusterNode.Phase.UP,
            "pod-web-0",
            "uid-web-0",
            "10.0.0.1",
            4370,
            1,
            Map.of());

    private final TestAuthority authority = new TestAuthority();
    private final PodNames own = authority.pod("pod-worker-0", "uid-worker-0").names();

    @Test
    void anExpiredOneBeginsNoLinkAndEndsNone() {
        SSLSession session = session(authority.pod("pod-web-0", "uid-web-0", Duration.ofHours(-1)));
        assertThat(PeerCertificate.objection(session, own, WEB).map(Objection::cause))
                .contains(Answer.EXPIRED_CERTIFICATE);
        assertThat(PeerCertificate.mistaken(session, own, WEB)).isEmpty();
    }

    @Test
    void anotherPodsOneBeginsNoLinkAndEndsOne() {
        SSLSession session = session(authority.pod("pod-web-0", "uid-of-the-pod-before"));
        Optional<Answer> wrong = Optional.of(Answer.WRONG_CERTIFICATE);
        assertThat(PeerCertificate.objection(session, own, WEB).map(Objection::cause))
                .isEqualTo(wrong);
        assertThat(PeerCertificate.mistaken(session, own, WEB).map(Objection::cause))
                .isEqualTo(wrong);
    }

    /** Its certificate is all that is asked for. */
    private static SSLSession session(Identity shown) {
        return (SSLSession) Proxy.newProxyInstance(
                SSLSession.class.getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (session, method, arguments) -> shown.chain().toArray(X509Certificate[]::new));
    }
}
