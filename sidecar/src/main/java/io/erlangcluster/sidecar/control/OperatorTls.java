package io.erlangcluster.sidecar.control;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;

/**
 * TLS 1.3 to the operator: its certificate must come from one of the given authorities and carry the URI's host, as
 * HTTPS has it (RFC 9110, 4.3.4). The pod shows no certificate here: its token speaks for it.
 */
public final class OperatorTls {

    private OperatorTls() {}

    /**
     * Puts TLS into the empty {@code pipeline} of a connection to {@code operator}.
     *
     * @param timeout of the handshake
     */
    public static void secure(
            ChannelPipeline pipeline,
            URI operator,
            List<X509Certificate> authorities,
            SslProvider engine,
            Duration timeout) {
        SslContext context = context(authorities, engine);
        try {
            SslHandler handler = context.newHandler(pipeline.channel().alloc(), operator.getHost(), operator.getPort());
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            handler.engine().setSSLParameters(parameters);
            handler.setHandshakeTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
            pipeline.addLast(handler);
        } finally {
            // The handler's engine holds on to it as long as it needs it.
            ReferenceCountUtil.release(context);
        }
    }

    private static SslContext context(List<X509Certificate> authorities, SslProvider engine) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(engine)
                    .protocols("TLSv1.3")
                    .trustManager(authorities)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS to the operator cannot be set up: " + e.getMessage(), e);
        }
    }
}
