package io.erlangcluster.sidecar.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/**
 * A new P-256 key, which stays in this process's memory, and the request for its certificate (PKCS #10, RFC 2986). The
 * request names nobody: the operator knows from the token whom it talks to.
 */
final class KeyRequest {

    /** ecdsa-with-SHA256, 1.2.840.10045.4.3.2. */
    private static final byte[] ECDSA_WITH_SHA256 =
            Der.sequence(Der.objectIdentifier(0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02));

    private static final byte[] NOBODY = Der.sequence();
    private static final byte[] NO_ATTRIBUTES = Der.tagged(0);

    private final KeyPair pair;
    private final byte[] pkcs10;

    private KeyRequest(KeyPair pair, byte[] pkcs10) {
        this.pair = pair;
        this.pkcs10 = pkcs10;
    }

    /** Takes some milliseconds of computing, the first time some tens: not for an event loop. */
    static KeyRequest make() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            // A public key encodes itself as the SubjectPublicKeyInfo that belongs here.
            byte[] content =
                    Der.sequence(Der.integer(0), NOBODY, pair.getPublic().getEncoded(), NO_ATTRIBUTES);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate());
            signature.update(content);
            return new KeyRequest(pair, Der.sequence(content, ECDSA_WITH_SHA256, Der.bitString(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }

    byte[] pkcs10() {
        return pkcs10.clone();
    }

    PrivateKey privateKey() {
        return pair.getPrivate();
    }

    PublicKey publicKey() {
        return pair.getPublic();
    }
}
