package io.erlangcluster.bench.scale;

import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.sidecar.control.ControlSettings;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLException;

/** All sidecars of a {@link Population}, on two threads. Each comes back when its stream ends, as real ones do. */
@SuppressWarnings("FutureReturnValueIgnored") // whoever cannot connect tries again
final class Fleet implements AutoCloseable {

    private static final int LONGEST_MESSAGE = 16 * 1024 * 1024;

    /** Loopback addresses to connect from: one has too few ports for all. */
    private static final int SOURCES = 8;

    private static final ControlSettings.Timing TIMING = ControlSettings.Timing.DEFAULT;

    private final Population population;
    private final List<String> tokens;
    private final List<Links> links;
    private final InetSocketAddress operator;
    private final SslContext tls;
    private final EventLoopGroup loops = new NioEventLoopGroup(2);
    private final int[] failures;
    private final AtomicInteger synced = new AtomicInteger();
    private volatile Push push;
    private final Map<String, Integer> endings = new ConcurrentHashMap<>();
    private final Map<String, Integer> errors = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Fleet(Population population, List<String> tokens, String trustBundle, int port) throws SSLException {
        this.population = population;
        this.tokens = tokens;
        this.links = IntStream.range(0, population.clusters())
                .mapToObj(population::links)
                .toList();
        this.operator = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        this.failures = new int[population.sidecars()];
        this.push = new Push(0, population);
        this.tls = SslContextBuilder.forClient()
                .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols("TLSv1.3")
                .endpointIdentificationAlgorithm("HTTPS")
                .trustManager(new ByteArrayInputStream(trustBundle.getBytes(StandardCharsets.US_ASCII)))
                .build();
    }

    /** All at once. */
    void connect() {
        IntStream.range(0, population.sidecars()).forEach(this::connect);
    }

    private void connect(int number) {
        if (closed) {
            return;
        }
        new Bootstrap()
                .group(loops)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        TIMING.connect().toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(security(channel))
                                .addLast(new HttpClientCodec())
                                .addLast(new HttpObjectAggregator(8192))
                                .addLast(handshake())
                                .addLast(sidecar(number));
                    }
                })
                .connect(operator, new InetSocketAddress(InetAddress.ofLiteral("127.0.0." + (2 + number % SOURCES)), 0))
                .addListener(connected -> {
                    // An end after that is told by the channel.
                    if (!connected.isSuccess()) {
                        ended(connected.cause().getClass().getSimpleName());
                        again(number);
                    }
                });
    }

    private SslHandler security(Channel channel) {
        SslHandler handler = tls.newHandler(channel.alloc(), "127.0.0.1", operator.getPort());
        handler.setHandshakeTimeoutMillis(TIMING.handshake().toMillis());
        return handler;
    }

    private WebSocketClientProtocolHandler handshake() {
        return new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(URI.create("wss://127.0.0.1:" + operator.getPort() + "/v1/stream"))
                .version(WebSocketVersion.V13)
                .customHeaders(new DefaultHttpHeaders())
                .maxFramePayloadLength(LONGEST_MESSAGE)
                .handshakeTimeoutMillis(TIMING.handshake().toMillis())
                .handleCloseFrames(false)
                .build());
    }

    private SimulatedSidecar sidecar(int number) {
        int cluster = population.clusterOf(number);
        return new SimulatedSidecar(
                number,
                population.size(cluster),
                () -> population.hello(number, tokens.get(number), links.get(cluster)),
                this);
    }

    /** The stream of {@code number} ended; called on an event loop. */
    void again(int number) {
        if (!closed) {
            long longest = Math.min(
                    TIMING.retryMost().toMillis(), TIMING.retryFirst().toMillis() << Math.min(failures[number]++, 10));
            loops.schedule(
                    () -> connect(number), ThreadLocalRandom.current().nextLong(longest + 1), TimeUnit.MILLISECONDS);
        }
    }

    /** So many more have a whole snapshot. */
    void synced(int more) {
        synced.addAndGet(more);
    }

    int synced() {
        return synced.get();
    }

    void ended(String why) {
        endings.merge(why, 1, Integer::sum);
    }

    void wrong(String what) {
        errors.merge(what, 1, Integer::sum);
    }

    void arrived(int number, int creation, long nanoTime) {
        push.arrived(number, creation, nanoTime);
    }

    /** From now on {@code next} is what deltas are taken for. */
    Push expect(Push next) {
        push = next;
        return next;
    }

    /** Why streams were ended by the other side or broke, and how often. */
    Map<String, Integer> endings() {
        return Map.copyOf(endings);
    }

    /** What must not be: gaps between versions, snapshots of a part. */
    Map<String, Integer> errors() {
        return Map.copyOf(errors);
    }

    /** The pauses between attempts are the first again. */
    void forgetFailures() {
        Arrays.fill(failures, 0);
        endings.clear();
    }

    @Override
    public void close() {
        closed = true;
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
