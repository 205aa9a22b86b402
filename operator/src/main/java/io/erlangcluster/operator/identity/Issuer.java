package io.erlangcluster.operator.identity;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes keys and certificates: an authority's key is RSA, all others are ECDSA P-256. */
final class Issuer {

    /** Clocks differ: what is issued now is valid for a machine that is behind. */
    static final Duration BACKDATE = Duration.ofMinutes(5);

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int SERIAL_BITS = 127;

    /** As kubeadm's authorities, which live ten times as long. */
    private static final int AUTHORITY_BITS = 2048;

    private Issuer() {}

    /** For whatever an authority certifies. */
    static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), RANDOM);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    /**
     * Each sidecar proves the certificate of each peer, in Java and without C2: half a millisecond of CPU for RSA,
     * eight for P-256 (docs/performance.md).
     */
    private static KeyPair newAuthorityKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(AUTHORITY_BITS, RANDOM);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has RSA", e);
        }
    }

    /** A new authority that signs itself. */
    static KeyAndCertificate authority(Instant now, Duration lifetime) {
        KeyPair pair = newAuthorityKey();
        BigInteger serial = serial();
        // The serial in the name tells two generations of the same authority apart when a chain is built.
        X500Principal name = new X500Principal(
                "CN=erlang-cluster-operator CA " + serial.toString(16).substring(0, 8));
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial, Date.from(now.minus(BACKDATE)), Date.from(now.plus(lifetime)), name, pair.getPublic());
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            extensions.createSubjectKeyIdentifier(pair.getPublic()));
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("extensions of our own making can be written", e);
        }
        return new KeyAndCertificate(pair.getPrivate(), sign(builder, pair.getPrivate()));
    }

    /** A certificate for {@code key}; it ends with its issuer's at the latest. */
    static X509Certificate issue(
            KeyAndCertificate issuer,
            PublicKey key,
            Collection<SubjectName> names,
            List<KeyPurposeId> purposes,
            Instant now,
            Duration lifetime) {
        Instant until = now.plus(lifetime);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                issuer.certificate().getSubjectX500Principal(),
                serial(),
                Date.from(now.minus(BACKDATE)),
                Date.from(until.isBefore(issuer.until()) ? until : issuer.until()),
                new X500Principal(""),
                key);
        GeneralNames alternatives =
                new GeneralNames(names.stream().map(SubjectName::toGeneralName).toArray(GeneralName[]::new));
        try {
            JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage,
                            false,
                            new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)))
                    // Critical, because the subject is empty (RFC 5280, 4.2.1.6).
                    .addExtension(Extension.subjectAlternativeName, true, alternatives)
                    // The key alone: with a serial in it a CA certificate renewed for the same key would not count.
                    .addExtension(
                            Extension.authorityKeyIdentifier, false, keyIdentifier(issuer.certificate(), extensions));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("extensions of our own making can be written", e);
        }
        return sign(builder, issuer.key());
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key) {
        String algorithm = algorithm(key);
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
        } catch (OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException("the CA's key cannot sign with " + algorithm, e);
        }
    }

    /** What {@code key}, public or private, signs with. */
    static String algorithm(Key key) {
        return key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    }

    /** As the issuer's certificate has it, which need not be a hash; without the serial, see above. */
    private static AuthorityKeyIdentifier keyIdentifier(X509Certificate issuer, JcaX509ExtensionUtils extensions)
            throws IOException {
        byte[] named = issuer.getExtensionValue(Extension.subjectKeyIdentifier.getId());
        return named == null
                ? extensions.createAuthorityKeyIdentifier(issuer.getPublicKey())
                : new AuthorityKeyIdentifier(
                        ASN1OctetString.getInstance(JcaX509ExtensionUtils.parseExtensionValue(named))
                                .getOctets());
    }

    private static BigInteger serial() {
        // The highest bit is set, so that every serial has the same length and none is 0.
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS - 1);
    }
}
