package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.PodNames;
import io.erlangcluster.sidecar.identity.PodTrust;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.SSLException;

/**
 * Both sides of TLS as one identity makes them. Sessions are resumed, from tickets, only among those of one identity:
 * the keys that seal the tickets are new with each and never leave this process. No data is sent before the handshake
 * is complete (0-RTT).
 */
final class TlsContexts {

    /** Peers whose sessions are kept for the next connection; a session is some 2 KiB. */
    private static final int SESSIONS = 512;

    private static final Duration SESSION_LIFE = Duration.ofHours(1);

    /**
     * Netty carries the key in a store; one of PKCS #12 hashes ten thousand times and more, 60 ms, to hide it from us.
     */
    private static final String KEY_STORE = "JKS";

    private final PodNames own;
    private final SslContext server;
    private final SslContext client;

    private TlsContexts(PodNames own, SslContext server, SslContext client) {
        this.own = own;
        this.server = server;
        this.client = client;
    }

    static TlsContexts of(Identity identity, SslProvider engine) {
        PodTrust trust = new PodTrust(identity.authorities());
        X509Certificate[] chain = identity.chain().toArray(X509Certificate[]::new);
        try {
            SslContext server = build(
                    SslContextBuilder.forServer(identity.key(), chain).clientAuth(ClientAuth.REQUIRE), trust, engine);
            SslContext client = build(SslContextBuilder.forClient().keyManager(identity.key(), chain), trust, engine);
            if (server.sessionContext() instanceof OpenSslSessionContext tickets) {
                tickets.setTicketKeys(ticketKey());
            }
            return new TlsContexts(identity.names(), server, client);
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be set up: " + e.getMessage(), e);
        }
    }

    private static SslContext build(SslContextBuilder builder, PodTrust trust, SslProvider engine) throws SSLException {
        return builder.sslProvider(engine)
                .keyStoreType(KEY_STORE)
                .protocols("TLSv1.3")
                .trustManager(trust)
                .sessionCacheSize(SESSIONS)
                .sessionTimeout(SESSION_LIFE.toSeconds())
                .build();
    }

    private static OpenSslSessionTicketKey ticketKey() {
        SecureRandom random = new SecureRandom();
        byte[] name = new byte[OpenSslSessionTicketKey.NAME_SIZE];
        byte[] hmac = new byte[OpenSslSessionTicketKey.HMAC_KEY_SIZE];
        byte[] aes = new byte[OpenSslSessionTicketKey.AES_KEY_SIZE];
        random.nextBytes(name);
        random.nextBytes(hmac);
        random.nextBytes(aes);
        return new OpenSslSessionTicketKey(name, hmac, aes);
    }

    PodNames own() {
        return own;
    }

    SslHandler accepting(ByteBufAllocator buffers) {
        return server.newHandler(buffers);
    }

    /** Address and port are the name under which the session is kept, nothing more. */
    SslHandler dialling(ByteBufAllocator buffers, ClusterNode peer) {
        return client.newHandler(buffers, peer.podIp(), peer.tunnelPort());
    }

    /** Connections made with these go on. */
    void release() {
        ReferenceCountUtil.release(server);
        ReferenceCountUtil.release(client);
    }
}
