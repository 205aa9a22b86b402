package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.control.Credentials;
import io.erlangcluster.sidecar.control.OperatorTls;
import io.erlangcluster.sidecar.identity.AuthorityFile;
import io.erlangcluster.sidecar.identity.Certification;
import io.erlangcluster.sidecar.identity.TlsEngine;
import io.erlangcluster.sidecar.identity.TokenFile;
import io.erlangcluster.sidecar.tunnel.TunnelPolicy;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A pod with a token: shows it to the operator over TLS, and gets its certificate for it. Event loop only. */
@SuppressWarnings("FutureReturnValueIgnored") // the loop's end is the end of looking
final class PodCredentials implements Credentials {

    /** Kubelet takes a minute to bring a changed ConfigMap. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    /**
     * What injection mounts.
     *
     * @param token the pod's service-account token
     * @param authorities the CA bundle
     */
    record Files(Path token, Path authorities) {}

    private final EventLoop loop;
    private final URI operator;
    private final Duration timeout;
    private final TokenFile token;
    private final AuthorityFile authorities;
    private final Certification certification;
    private final TunnelPolicy policy;

    /** {@code timeout}: of a TLS handshake with the operator. */
    PodCredentials(
            EventLoop loop,
            URI operator,
            Duration timeout,
            Files files,
            AuthorityFile authorities,
            Certification certification,
            TunnelPolicy policy) {
        this.loop = loop;
        this.operator = operator;
        this.timeout = timeout;
        this.token = new TokenFile(files.token());
        this.authorities = authorities;
        this.certification = certification;
        this.policy = policy;
    }

    @Override
    public void begin() {
        certification.begin();
        loop.scheduleWithFixedDelay(authorities::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public Optional<String> obstacle() {
        authorities.look();
        return authorities.authorities().isEmpty()
                ? Optional.of("no CA bundle to recognise the operator by")
                : Optional.empty();
    }

    @Override
    public void secure(ChannelPipeline pipeline) {
        OperatorTls.secure(pipeline, operator, authorities.authorities(), TlsEngine.provider(), timeout);
    }

    @Override
    public Optional<String> token() {
        return token.read();
    }

    @Override
    public boolean renewed() {
        return token.isRenewed();
    }

    @Override
    public String refusalAdvice() {
        return token.expiry()
                .filter(end -> end.isBefore(Instant.now()))
                .map(end -> "the token in " + token + " ended at " + end
                        + ": does the kubelet of this machine renew it, and"
                        + " is the clock right? A new token is shown as soon as the file holds it")
                .orElse("the message says why; a new token is shown as soon as the file holds it");
    }

    @Override
    public void accepted(Consumer<byte[]> ask) {
        certification.connected(ask);
    }

    @Override
    public void certified(List<byte[]> chain) {
        certification.answered(chain);
    }

    @Override
    public void policy(boolean plain) {
        policy.plain(plain);
    }

    @Override
    public boolean reachable() {
        return policy.isPlain() || certification.isCertified();
    }

    @Override
    public void ended() {
        certification.disconnected();
    }
}
