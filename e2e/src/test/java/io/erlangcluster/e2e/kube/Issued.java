package io.erlangcluster.e2e.kube;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.util.io.pem.PemObject;

/** What cert-manager leaves in the Secret of a Certificate. */
record Issued(PrivateKey key, X509Certificate certificate, X509Certificate root) {

    /** The Secret of that name, of type kubernetes.io/tls. */
    Secret secret(String namespace, String name) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .endMetadata()
                .withType("kubernetes.io/tls");
        files().forEach((file, text) ->
                secret.addToData(file, Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII))));
        return secret.build();
    }

    /** The same as a kubelet mounts it: no file is there in part. */
    void mount(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files().entrySet()) {
            Path part = Files.writeString(folder.resolve(file.getKey() + ".part"), file.getValue());
            Files.move(part, folder.resolve(file.getKey()), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Map<String, String> files() {
        return new TreeMap<>(Map.of("tls.crt", pem(certificate), "tls.key", pem(sec1()), "ca.crt", pem(root)));
    }

    /** The key as cert-manager writes it unless told otherwise: SEC 1 with its curve, as Go's crypto/x509 has it. */
    private PemObject sec1() {
        var named = new ECPrivateKey(
                256,
                ((java.security.interfaces.ECPrivateKey) key).getS(),
                SubjectPublicKeyInfo.getInstance(certificate.getPublicKey().getEncoded())
                        .getPublicKeyData(),
                SECObjectIdentifiers.secp256r1);
        try {
            return new PemObject("EC PRIVATE KEY", named.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
