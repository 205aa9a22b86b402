package io.erlangcluster.operator.identity;

import io.fabric8.kubernetes.api.model.Secret;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;

/**
 * An authority that somebody else keeps: cert-manager, or whoever has the offline root. The Secret's {@code tls.crt}
 * begins with the certificate that signs; those above it, if there are any, follow in order. Only the first is trusted:
 * what else comes from the same root is no member of any cluster.
 */
final class IssuerSecret {

    private static final int KEY_CERT_SIGN = 5;
    private static final int RSA_BITS = 2048;
    private static final byte[] PROBE = {1, 2, 3, 4};

    private IssuerSecret() {}

    /** Throws IllegalArgumentException, without a word of the key, and with what to do, if it cannot sign now. */
    static KeyAndCertificate read(Secret secret, Instant now) {
        require(
                CaSecret.TYPE.equals(secret.getType()),
                "its type is " + secret.getType() + ", not " + CaSecret.TYPE
                        + ": make it with kubectl create secret tls");
        List<X509Certificate> chain = CaSecret.chain(secret);
        KeyAndCertificate issuer = new KeyAndCertificate(CaSecret.key(secret), chain.getFirst());
        X509Certificate certificate = issuer.certificate();
        require(
                certificate.getBasicConstraints() >= 0,
                "the first certificate of tls.crt is not that of an authority: it needs basicConstraints CA:TRUE"
                        + " (cert-manager: isCA: true)");
        boolean[] usage = certificate.getKeyUsage();
        require(
                usage == null || usage[KEY_CERT_SIGN],
                "the first certificate of tls.crt may not sign others: it needs keyUsage keyCertSign");
        require(
                isStrong(certificate.getPublicKey()),
                "its key is neither EC nor RSA of " + RSA_BITS + " bits or more: make one that is");
        require(
                signs(issuer),
                "tls.key is not the key of the first certificate of tls.crt: that comes first, those above it after");
        require(!now.isBefore(issuer.from()), "it is valid from " + issuer.from() + " on: are the clocks right?");
        require(now.isBefore(issuer.until()), "it ended at " + issuer.until() + ": put its successor into the Secret");
        for (int above = 1; above < chain.size(); above++) {
            requireAbove(chain, above);
        }
        return issuer;
    }

    private static void requireAbove(List<X509Certificate> chain, int above) {
        X509Certificate upper = chain.get(above);
        try {
            chain.get(above - 1).verify(upper.getPublicKey());
        } catch (GeneralSecurityException notSigned) {
            throw new IllegalArgumentException("certificate " + above + " of tls.crt is not signed by the one after it:"
                    + " put the chain in order, without others");
        }
        require(
                upper.getBasicConstraints() >= above,
                "the path length of certificate " + (above + 1) + " of tls.crt allows no authority as far below it as"
                        + " the first: issue that from one with a path length of " + above + " or more");
    }

    private static boolean isStrong(PublicKey key) {
        return key instanceof ECPublicKey
                || (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= RSA_BITS);
    }

    private static boolean signs(KeyAndCertificate issuer) {
        String algorithm = Issuer.algorithm(issuer.certificate().getPublicKey());
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(issuer.key());
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(issuer.certificate().getPublicKey());
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException anotherKind) {
            return false;
        }
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
