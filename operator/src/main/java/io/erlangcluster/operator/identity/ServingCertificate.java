package io.erlangcluster.operator.identity;

import io.erlangcluster.operator.OperatorSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.KeyPurposeId;

/**
 * What the operator shows to whoever connects. Each replica has its own, in memory. It is looked at in every handshake
 * and made anew when two thirds of its life are over or its issuer is trusted no more, so nothing restarts.
 */
@Singleton
public class ServingCertificate {

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    private final CertificateAuthority authority;
    private final IdentitySettings settings;
    private final List<SubjectName> names;
    private final InstantSource clock;
    private volatile Optional<Held> held = Optional.empty();

    private record Held(KeyAndCertificate pair, X509Certificate issuer) {}

    @Inject
    ServingCertificate(CertificateAuthority authority, IdentitySettings settings, OperatorSettings operator) {
        this(authority, settings, operator, InstantSource.system());
    }

    ServingCertificate(
            CertificateAuthority authority, IdentitySettings settings, OperatorSettings operator, InstantSource clock) {
        this.authority = authority;
        this.settings = settings;
        this.names = names(operator, settings.extraNames().orElse(List.of()));
        this.clock = clock;
    }

    /** Shows TLS servers the certificate of the moment. */
    public X509ExtendedKeyManager keyManager() {
        return new ServingKeyManager(this);
    }

    /** What to show now; empty until the CA is ready. */
    Optional<KeyAndCertificate> current() {
        if (!authority.isReady()) {
            return Optional.empty();
        }
        Optional<Held> mine = held;
        return (mine.filter(this::isFresh).isPresent() ? mine : renewed()).map(Held::pair);
    }

    private synchronized Optional<Held> renewed() {
        if (held.filter(this::isFresh).isEmpty()) {
            KeyPair pair = Issuer.newKey();
            X509Certificate issuer = authority.signer();
            X509Certificate certificate = authority.issue(
                    pair.getPublic(), names, List.of(KeyPurposeId.id_kp_serverAuth), settings.servingLifetime());
            held = Optional.of(new Held(new KeyAndCertificate(pair.getPrivate(), certificate), issuer));
        }
        return held;
    }

    private boolean isFresh(Held mine) {
        return !mine.pair().isDue(clock.instant()) && authority.trusts(mine.issuer());
    }

    private static List<SubjectName> names(OperatorSettings operator, List<String> extra) {
        String service = operator.service();
        String inNamespace = service + "." + operator.namespace();
        Stream<SubjectName> own = Stream.of(
                        service, inNamespace, inNamespace + ".svc", inNamespace + ".svc.cluster.local")
                .map(SubjectName.Dns::new);
        Stream<SubjectName> others = extra.stream()
                .map(name -> ADDRESS.matcher(name).matches() ? new SubjectName.Ip(name) : new SubjectName.Dns(name));
        return Stream.concat(own, others).toList();
    }
}
