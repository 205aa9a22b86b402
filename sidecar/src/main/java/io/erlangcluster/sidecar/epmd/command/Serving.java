package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.EpmdServer;
import io.erlangcluster.sidecar.epmd.EpmdSettings;
import io.erlangcluster.sidecar.epmd.PortTakenException;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.erlangcluster.sidecar.epmd.state.KeptRegistrations;
import io.erlangcluster.sidecar.epmd.state.NodeProbe;
import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;

/** Is the server, from the first line of its log to its end. */
final class Serving {

    private static final Logger LOG = Logger.getLogger(Serving.class);
    private static final Duration LOOK_UP_TIMEOUT = Duration.ofSeconds(5);

    /** How many connections without a registration may be open: what a limit of 4096 descriptors leaves room for. */
    private static final int MAX_CONNECTIONS = 4000;

    private final ServeOptions options;
    private final Map<String, String> environment;
    private final Terminal terminal;
    private final Function<EventLoop, NodeProbe> probes;

    Serving(
            ServeOptions options,
            Map<String, String> environment,
            Terminal terminal,
            Function<EventLoop, NodeProbe> probes) {
        this.options = options;
        this.environment = environment;
        this.terminal = terminal;
        this.probes = probes;
    }

    /** Serves until it is killed; the exit code. */
    int run() throws IOException {
        StderrLog.install(options.debug(), terminal::complain);
        try {
            return serve();
        } catch (PortTakenException taken) {
            // As the C epmd: whoever wanted an epmd has one.
            LOG.info(taken.getMessage());
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            terminal.complain(StderrLog.line(String.valueOf(e.getMessage())));
            return 1;
        }
    }

    private int serve() throws IOException {
        EpmdSettings settings = settings();
        // Java inherits a socket, Netty's epoll does not.
        Transport transport = options.systemd() ? Transport.NIO : Transport.best();
        EventLoopGroup group = transport.newEventLoop("epmd");
        EventLoop loop = group.next();
        Registrations registrations = new Registrations();
        EpmdServer server = new EpmdServer(group, settings, registrations, RemoteNodes.NONE);
        StatePath.of(options, environment)
                .ifPresent(
                        file -> loop.submit(() -> KeptRegistrations.keep(loop, registrations, file, probes.apply(loop)))
                                .syncUninterruptibly());
        if (options.systemd()) {
            server.start(inherited());
        } else {
            server.start();
        }
        if (options.daemon()) {
            terminal.leave();
        }
        server.ended().awaitUninterruptibly();
        return 0;
    }

    private EpmdSettings settings() {
        return new EpmdSettings(
                options.port(),
                ListenAddresses.parse(options.addresses()),
                EpmdSettings.Listen.NETWORK,
                Duration.ofSeconds(options.packetTimeout()),
                LOOK_UP_TIMEOUT,
                MAX_CONNECTIONS,
                options.relaxed() ? EpmdSettings.Commands.RELAXED : EpmdSettings.Commands.GUARDED,
                new EpmdSettings.Delays(
                        Duration.ofSeconds(options.delayAccept()), Duration.ofSeconds(options.delayWrite())));
    }

    /** systemd's socket is descriptor 3; Java inherits descriptor 0, so bin/epmd moves it there. */
    private ServerSocketChannel inherited() throws IOException {
        int sockets = Integer.parseInt(environment.getOrDefault("LISTEN_FDS", "0"));
        if (sockets > 1) {
            throw new IllegalStateException("systemd provides " + sockets
                    + " sockets: keep one ListenStream=4369 in the .socket unit, it serves IPv4 and IPv6");
        }
        Channel inherited = System.inheritedChannel();
        if (sockets == 1 && inherited instanceof ServerSocketChannel listening) {
            return listening;
        }
        throw new IllegalStateException("systemd provides no sockets");
    }
}
