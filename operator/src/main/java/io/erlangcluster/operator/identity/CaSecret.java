package io.erlangcluster.operator.identity;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@link Generations} as a Secret of the well-known type, with keys of our own for those that do not sign. */
final class CaSecret {

    static final String TYPE = "kubernetes.io/tls";
    private static final String CERTIFICATE = "tls.crt";
    private static final String KEY = "tls.key";
    private static final String NEXT_CERTIFICATE = "next.crt";
    private static final String NEXT_KEY = "next.key";
    private static final String NEXT_SINCE = "next.since";
    private static final String RETIRED = "retired.crt";

    private CaSecret() {}

    static Secret write(String namespace, String name, Generations generations) {
        SecretBuilder secret = new SecretBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "erlang-cluster-operator")
                .endMetadata()
                .withType(TYPE)
                .addToData(
                        CERTIFICATE, encode(Pem.of(List.of(generations.current().certificate()))))
                .addToData(KEY, encode(Pem.of(generations.current().key())));
        generations
                .next()
                .ifPresent(next -> secret.addToData(
                                NEXT_CERTIFICATE,
                                encode(Pem.of(List.of(next.authority().certificate()))))
                        .addToData(NEXT_KEY, encode(Pem.of(next.authority().key())))
                        .addToData(NEXT_SINCE, encode(next.since().toString())));
        if (!generations.retired().isEmpty()) {
            secret.addToData(RETIRED, encode(Pem.of(generations.retired())));
        }
        return secret.build();
    }

    /** Throws IllegalArgumentException, without a word of the content, if {@code secret} holds no authority. */
    static Generations read(Secret secret) {
        Map<String, String> data = data(secret);
        KeyAndCertificate current = pair(data, CERTIFICATE, KEY)
                .orElseThrow(() -> new IllegalArgumentException("it has no " + CERTIFICATE + " and " + KEY));
        if (current.certificate().getBasicConstraints() < 0) {
            throw new IllegalArgumentException(CERTIFICATE + " is not the certificate of an authority");
        }
        return new Generations(
                current,
                pair(data, NEXT_CERTIFICATE, NEXT_KEY).map(next -> new Successor(next, since(data, next))),
                value(data, RETIRED).map(Pem::certificates).orElse(List.of()));
    }

    /** Throws IllegalArgumentException if {@code secret} has no certificate where one belongs. */
    static List<X509Certificate> chain(Secret secret) {
        return value(data(secret), CERTIFICATE)
                .map(Pem::certificates)
                .filter(chain -> !chain.isEmpty())
                .orElseThrow(() -> new IllegalArgumentException("it has no " + CERTIFICATE));
    }

    /** Throws IllegalArgumentException, without a word of the content, if {@code secret} has no key. */
    static PrivateKey key(Secret secret) {
        return value(data(secret), KEY)
                .map(Pem::key)
                .orElseThrow(() -> new IllegalArgumentException("it has no " + KEY));
    }

    private static Map<String, String> data(Secret secret) {
        return Optional.ofNullable(secret.getData()).orElse(Map.of());
    }

    /** Earlier releases did not write it: an authority of their own was announced when it was made. */
    private static Instant since(Map<String, String> data, KeyAndCertificate next) {
        try {
            return value(data, NEXT_SINCE)
                    .map(Instant::parse)
                    .orElseGet(() -> next.from().plus(Issuer.BACKDATE));
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(NEXT_SINCE + " is no time", malformed);
        }
    }

    private static Optional<KeyAndCertificate> pair(Map<String, String> data, String certificate, String key) {
        return value(data, certificate)
                .flatMap(text -> value(data, key).map(pem -> {
                    List<X509Certificate> chain = Pem.certificates(text);
                    if (chain.isEmpty()) {
                        throw new IllegalArgumentException(certificate + " is empty");
                    }
                    return new KeyAndCertificate(Pem.key(pem), chain.getFirst());
                }));
    }

    private static Optional<String> value(Map<String, String> data, String key) {
        return Optional.ofNullable(data.get(key))
                .map(encoded -> new String(Base64.getDecoder().decode(encoded), StandardCharsets.US_ASCII));
    }

    private static String encode(String pem) {
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }
}
