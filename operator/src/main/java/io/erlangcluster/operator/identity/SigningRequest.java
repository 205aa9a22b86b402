package io.erlangcluster.operator.identity;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCSException;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Reads a PKCS #10 request for the one thing it may tell us: a key whose private half the sender has. */
final class SigningRequest {

    private static final int LARGEST = 16 * 1024;
    private static final int SMALLEST_CURVE = 256;
    private static final int SMALLEST_RSA = 2048;

    private SigningRequest() {}

    static PublicKey key(byte[] der) throws SigningRefused {
        if (der.length > LARGEST) {
            throw new SigningRefused("the request is larger than " + LARGEST + " bytes");
        }
        try {
            JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(der);
            PublicKey key = request.getPublicKey();
            if (!isStrong(key)) {
                throw new SigningRefused("the request's key must be EC of " + SMALLEST_CURVE + " bits or RSA of "
                        + SMALLEST_RSA + ", or more");
            }
            if (!request.isSignatureValid(new JcaContentVerifierProviderBuilder().build(key))) {
                throw new SigningRefused("the request is not signed by the key it is for");
            }
            return key;
        } catch (IOException | GeneralSecurityException | OperatorCreationException | PKCSException malformed) {
            throw new SigningRefused("not a PKCS #10 certification request");
        }
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec -> ec.getParams().getOrder().bitLength() >= SMALLEST_CURVE;
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= SMALLEST_RSA;
            default -> false;
        };
    }
}
