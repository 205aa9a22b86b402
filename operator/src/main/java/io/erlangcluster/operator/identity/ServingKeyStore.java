package io.erlangcluster.operator.identity;

import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** Hands the serving certificate to the HTTPS server, see {@code quarkus.http.tls-configuration-name}. */
@Singleton
@Identifier("operator")
class ServingKeyStore implements KeyStoreProvider {

    private final ServingCertificate serving;

    ServingKeyStore(ServingCertificate serving) {
        this.serving = serving;
    }

    @Override
    public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
        return new KeyStoreAndKeyCertOptions(empty(), KeyCertOptions.wrap(serving.keyManager()));
    }

    /** Keys change while we run; a store could only hold those of today. */
    private static KeyStore empty() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("an empty PKCS12 store can always be made", e);
        }
    }
}
