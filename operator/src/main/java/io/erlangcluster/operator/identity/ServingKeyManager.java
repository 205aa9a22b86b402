package io.erlangcluster.operator.identity;

import java.math.BigInteger;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows TLS the serving certificate of the moment. TLS asks three times in one handshake (which, its chain, its key),
 * so the alias is the certificate's serial and the last one is kept for handshakes that began before a renewal.
 */
final class ServingKeyManager extends X509ExtendedKeyManager {

    private static final String KEY_TYPE = "EC";

    private final ServingCertificate serving;
    private volatile Optional<KeyAndCertificate> shown = Optional.empty();
    private volatile Optional<KeyAndCertificate> shownBefore = Optional.empty();

    ServingKeyManager(ServingCertificate serving) {
        this.serving = serving;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        if (!keyType.startsWith(KEY_TYPE)) {
            return null;
        }
        return serving.current().map(this::show).orElse(null);
    }

    private synchronized String show(KeyAndCertificate pair) {
        if (shown.filter(pair::equals).isEmpty()) {
            shownBefore = shown;
            shown = Optional.of(pair);
        }
        return alias(pair);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return find(alias)
                .map(pair -> new X509Certificate[] {pair.certificate()})
                .orElse(null);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return find(alias).map(KeyAndCertificate::key).orElse(null);
    }

    private Optional<KeyAndCertificate> find(String alias) {
        return shown.filter(pair -> alias(pair).equals(alias))
                .or(() -> shownBefore.filter(pair -> alias(pair).equals(alias)));
    }

    private static String alias(KeyAndCertificate pair) {
        BigInteger serial = pair.certificate().getSerialNumber();
        return serial.toString(16);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineServerAlias(keyType, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = chooseEngineServerAlias(keyType, issuers, null);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public @Nullable String chooseClientAlias(
            String @Nullable [] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }
}
