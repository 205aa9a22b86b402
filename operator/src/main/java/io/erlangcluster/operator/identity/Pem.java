package io.erlangcluster.operator.identity;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;

/** Keys and certificates as text (RFC 7468). */
final class Pem {

    private Pem() {}

    static String of(Collection<X509Certificate> certificates) {
        return write(pem -> {
            for (X509Certificate certificate : certificates) {
                pem.writeObject(certificate);
            }
        });
    }

    static String of(PrivateKey key) {
        return write(pem -> pem.writeObject(new JcaPKCS8Generator(key, null)));
    }

    /** Throws IllegalArgumentException if {@code text} holds anything but certificates. */
    static List<X509Certificate> certificates(String text) {
        List<X509Certificate> certificates = new ArrayList<>();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                if (!(object instanceof X509CertificateHolder holder)) {
                    throw new IllegalArgumentException("not a certificate");
                }
                certificates.add(new JcaX509CertificateConverter().getCertificate(holder));
            }
        } catch (IOException | CertificateException malformed) {
            throw new IllegalArgumentException("not a certificate", malformed);
        }
        return certificates;
    }

    /** Reads PKCS #8 and the older forms; throws IllegalArgumentException if {@code text} is neither. */
    static PrivateKey key(String text) {
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            Object object = parser.readObject();
            // Key files of OpenSSL may begin with the parameters of the curve.
            while (object != null && !(object instanceof PEMKeyPair) && !(object instanceof PrivateKeyInfo)) {
                object = parser.readObject();
            }
            JcaPEMKeyConverter converter = new JcaPEMKeyConverter();
            return switch (object) {
                case PrivateKeyInfo info -> converter.getPrivateKey(info);
                case PEMKeyPair pair -> converter.getKeyPair(pair).getPrivate();
                case null, default -> throw new IllegalArgumentException("not a private key");
            };
        } catch (IOException malformed) {
            // Without the cause: it might quote what it read.
            throw new IllegalArgumentException("not a private key");
        }
    }

    private interface Content {
        void writeTo(JcaPEMWriter pem) throws IOException;
    }

    private static String write(Content content) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            content.writeTo(pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
