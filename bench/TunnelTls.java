import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.erlangcluster.sidecar.identity.TlsEngine;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.tunnel.InboundTunnel;
import io.erlangcluster.sidecar.tunnel.MutualTls;
import io.erlangcluster.sidecar.tunnel.OutboundTunnels;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import io.erlangcluster.sidecar.tunnel.TunnelParts;
import io.erlangcluster.sidecar.tunnel.TunnelSecurity;
import io.erlangcluster.sidecar.tunnel.TunnelSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * What a tunnel costs: bench/tunnel-tls runs it once per engine and compiler, rounds alternating. One process, a
 * thread per sidecar, two hops: client - sidecar - sidecar - server. Prints one line: Gbit/s, CPU s/GiB of each sidecar,
 * round trip of 64 bytes p50 and p99 in µs, links/s, CPU ms per link of each sidecar, RSS and private dirty when idle, MiB.
 */
public final class TunnelTls {

    private static final int SECONDS = 4;

    private final TestAuthority authority = new TestAuthority();
    private final boolean plain;
    private final Pod web;
    private final Pod worker;

    private TunnelTls(boolean plain) throws Exception {
        this.plain = plain;
        web = new Pod("web-0", "127.0.0.2");
        worker = new Pod("worker-0", "127.0.0.3");
        Map<String, ClusterNode> nodes = Map.of("web-0", web.node(), "worker-0", worker.node());
        for (Pod pod : new Pod[] {web, worker}) {
            pod.loop.submit(() -> pod.registry.putCluster(new ClusterView("bench", 1, nodes))).sync();
        }
    }

    public static void main(String[] arguments) throws Exception {
        String engine = arguments[0].equals("plain") ? "none" : TlsEngine.provider().name();
        TunnelTls bench = new TunnelTls(arguments[0].equals("plain"));
        int port = bench.web.portFor(bench.worker.node());
        bench.link(port);
        Thread.sleep(2000);
        double rss = mebibytes("Rss:");
        double dirty = mebibytes("Private_Dirty:");
        bench.throughput(port, 2);
        double[] stream = bench.throughput(port, SECONDS);
        long[] trips = bench.roundTrips(port);
        double[] links = bench.links(port);
        System.out.printf(
                Locale.ROOT,
                "%s %.2f %.2f %.2f %d %d %.0f %.2f %.2f %.1f %.1f%n",
                engine, stream[0], stream[1], stream[2], trips[trips.length / 2] / 1000,
                trips[trips.length * 99 / 100] / 1000, links[0], links[1], links[2], rss, dirty);
        System.exit(0);
    }

    private void link(int port) throws IOException {
        try (Socket here = new Socket(InetAddress.getLoopbackAddress(), port); Socket there = worker.vm.accept()) {
            there.getOutputStream().write(1);
            here.getInputStream().read();
        }
    }

    private double[] throughput(int port, int seconds) throws Exception {
        try (Socket here = new Socket(InetAddress.getLoopbackAddress(), port); Socket there = worker.vm.accept()) {
            byte[] chunk = new byte[128 * 1024];
            Thread.ofPlatform().daemon().start(() -> {
                try (OutputStream out = here.getOutputStream()) {
                    while (true) {
                        out.write(chunk);
                    }
                } catch (IOException over) {
                    // Closed by the reader.
                }
            });
            InputStream in = there.getInputStream();
            byte[] buffer = new byte[256 * 1024];
            long begin = System.nanoTime();
            double web0 = web.cpu();
            double worker0 = worker.cpu();
            long bytes = 0;
            while (System.nanoTime() - begin < seconds * 1_000_000_000L) {
                bytes += in.read(buffer);
            }
            double took = (System.nanoTime() - begin) / 1e9;
            double gib = bytes / (double) (1 << 30);
            return new double[] {bytes * 8 / took / 1e9, (web.cpu() - web0) / gib, (worker.cpu() - worker0) / gib};
        }
    }

    private long[] roundTrips(int port) throws Exception {
        try (Socket here = new Socket(InetAddress.getLoopbackAddress(), port); Socket there = worker.vm.accept()) {
            here.setTcpNoDelay(true);
            there.setTcpNoDelay(true);
            Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        there.getOutputStream().write(there.getInputStream().readNBytes(64));
                    }
                } catch (IOException over) {
                    // Closed by the client.
                }
            });
            long[] nanos = new long[20_000];
            byte[] call = new byte[64];
            for (int i = -5_000; i < nanos.length; i++) {
                long begin = System.nanoTime();
                here.getOutputStream().write(call);
                here.getInputStream().readNBytes(64);
                nanos[Math.max(i, 0)] = System.nanoTime() - begin;
            }
            Arrays.sort(nanos);
            return nanos;
        }
    }

    private double[] links(int port) throws Exception {
        long begin = System.nanoTime();
        double web0 = web.cpu();
        double worker0 = worker.cpu();
        int links = 0;
        for (; System.nanoTime() - begin < SECONDS * 1_000_000_000L; links++) {
            link(port);
        }
        double took = (System.nanoTime() - begin) / 1e9;
        return new double[] {
            links / took, (web.cpu() - web0) * 1000 / links, (worker.cpu() - worker0) * 1000 / links
        };
    }

    private static double mebibytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/smaps_rollup")).stream()
                        .filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024.0;
    }

    private final class Pod {
        final EventLoop loop = new NioEventLoopGroup(1).next();
        final PodRegistry registry = new PodRegistry();
        final NodeName name;
        final String ip;
        final ServerSocket vm = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        final OutboundTunnels outbound;
        final int tunnelPort;
        final long thread;

        Pod(String alive, String ip) throws Exception {
            this.name = new NodeName(alive, "shop.prod");
            this.ip = ip;
            InetAddress address = InetAddress.ofLiteral(ip);
            TunnelSettings settings = new TunnelSettings(
                    name, "shop", address, new InetSocketAddress(address, 0), TunnelSettings.Limits.DEFAULT);
            OwnIdentity own = new OwnIdentity();
            TunnelSecurity security = plain ? TunnelSecurity.PLAIN : new MutualTls(loop, own, settings.limits());
            TunnelParts parts = new TunnelParts(
                    loop, settings, registry, security, new CookieRing("cookie"), new TunnelCounters());
            outbound = new OutboundTunnels(parts);
            InboundTunnel inbound = new InboundTunnel(parts);
            outbound.open();
            tunnelPort = ((InetSocketAddress) inbound.open().sync().channel().localAddress()).getPort();
            Identity identity = authority.pod("pod-" + alive, "uid-" + alive);
            loop.submit(() -> {
                own.trust(identity.authorities());
                own.certified(identity.key(), identity.chain());
                registry.putLocal(new LocalNode(name, vm.getLocalPort(), 1));
            }).sync();
            thread = loop.submit(() -> Thread.currentThread().threadId()).get();
        }

        ClusterNode node() {
            return new ClusterNode(
                    name, ClusterNode.Phase.UP, "pod-" + name.alive(), "uid-" + name.alive(), ip, tunnelPort, 1, Map.of());
        }

        int portFor(ClusterNode node) throws Exception {
            return loop.submit(() -> outbound.portFor(node)).get().get();
        }

        double cpu() {
            return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread) / 1e9;
        }
    }
}
