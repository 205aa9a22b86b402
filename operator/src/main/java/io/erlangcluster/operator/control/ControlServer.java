package io.erlangcluster.operator.control;

import io.erlangcluster.operator.identity.CertificateAuthority;
import io.erlangcluster.operator.identity.ServingCertificate;
import io.erlangcluster.operator.registry.ClusterRegistries;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The port where sidecars connect, over TLS 1.3 only. It is a server of its own, on Netty, because what is bounded here
 * is bounded from the moment of accept: HTTP servers tell of a connection when its TLS handshake is done, and neither
 * count those that never finish it nor limit how long all of the way to the Hello may take.
 */
@Singleton
public class ControlServer {

    /**
     * Of a storm of reconnecting sidecars so many wait in the kernel: no more than can be served before they give up,
     * which a sidecar does after 30 s, or all work would be done for those who are gone. The others' SYNs come again.
     */
    private static final int BACKLOG = 4096;

    private final EventLoopGroup loops = new NioEventLoopGroup(0, new DefaultThreadFactory("control", true));
    private final ExecutorService handshakes = NewestFirst.threads(
            Runtime.getRuntime().availableProcessors(),
            Thread.ofPlatform().daemon().name("control-tls-", 0).factory());
    private final SidecarDesk desk;
    private final ControlSettings settings;
    private final ServingCertificate serving;
    private final CertificateAuthority authority;
    private final ClusterRegistries registries;
    private final Entrance entrance;
    private volatile Optional<Channel> listener = Optional.empty();

    ControlServer(
            SidecarDesk desk,
            ControlSettings settings,
            ServingCertificate serving,
            CertificateAuthority authority,
            ClusterRegistries registries) {
        this.desk = desk;
        this.settings = settings;
        this.serving = serving;
        this.authority = authority;
        this.registries = registries;
        this.entrance = new Entrance(settings.strangers(), this::isReady, this::door);
    }

    void start(@Observes StartupEvent event) throws SSLException, InterruptedException {
        SslContext tls = SslContextBuilder.forServer(serving.keyManager())
                .sslProvider(TlsEngine.provider())
                .protocols("TLSv1.3")
                .build();
        Channel bound = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new StreamPipeline(tls, handshakes, settings, desk, entrance))
                .bind(new InetSocketAddress(settings.host(), settings.port()))
                .sync()
                .channel();
        listener = Optional.of(bound);
        authority.onChange(entrance::look);
        registries.onComplete(entrance::look);
        entrance.look();
    }

    /** Without the CA every handshake would fail, and before registries are whole there is nothing to tell anybody. */
    private boolean isReady() {
        return authority.isReady() && registries.areComplete();
    }

    /** On the event loop, one after the other: what one thread opens, another's earlier shutting would shut again. */
    private void door(boolean open) {
        listener.ifPresent(
                bound -> bound.eventLoop().execute(() -> bound.config().setAutoRead(open)));
    }

    void stop(@Observes ShutdownEvent event) {
        listener.ifPresent(bound -> bound.close().awaitUninterruptibly(1, TimeUnit.SECONDS));
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        handshakes.shutdownNow();
    }

    /** The port that it listens on; 0 before it does. */
    public int port() {
        return listener.map(Channel::localAddress)
                .map(address -> ((InetSocketAddress) address).getPort())
                .orElse(0);
    }
}
