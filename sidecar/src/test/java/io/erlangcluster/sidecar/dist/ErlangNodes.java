package io.erlangcluster.sidecar.dist;

import static java.util.Objects.requireNonNull;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/** Real VMs with an EPMD of their own on loopback, and an event loop to talk to them. */
public final class ErlangNodes implements AutoCloseable {

    public static final String COOKIE = "loopback";
    public static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventLoopGroup group = Transport.best().newEventLoop("test");
    private final List<Process> processes = new ArrayList<>();
    private final Map<String, Process> nodes = new HashMap<>();
    private final int epmdPort;

    public ErlangNodes() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            epmdPort = free.getLocalPort();
        }
        spawn("epmd", "-port", Integer.toString(epmdPort), "-address", "127.0.0.1");
        Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            new Socket(InetAddress.getLoopbackAddress(), epmdPort).close();
            return true;
        });
    }

    public EventLoop loop() {
        return group.next();
    }

    /** Starts {@code alive@127.0.0.1} and waits until it is registered; returns where it listens. */
    public InetSocketAddress start(String alive, String... more) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("erl", "-noinput", "-start_epmd", "false", "-name", full(alive)));
        command.addAll(List.of("-setcookie", COOKIE, "-kernel", "inet_dist_use_interface", "{127,0,0,1}"));
        command.addAll(List.of(more));
        nodes.put(alive, spawn(command.toArray(String[]::new)));
        return Awaitility.await()
                .atMost(PATIENCE)
                .ignoreExceptions()
                .until(() -> new InetSocketAddress(InetAddress.getLoopbackAddress(), port(alive)), _ -> true);
    }

    public static String full(String alive) {
        return alive + "@127.0.0.1";
    }

    public void kill(String alive) throws InterruptedException {
        requireNonNull(nodes.get(alive)).destroyForcibly().waitFor();
    }

    /** Connects as {@code observer}, hidden. */
    public DistConnection observe(String alive, InetSocketAddress address) throws Exception {
        HiddenNode observer =
                new HiddenNode(loop(), "observer@127.0.0.1", COOKIE, Duration.ofSeconds(20), Duration.ofSeconds(20));
        return get(observer.connect(address, full(alive)));
    }

    /** {@code nodes(kind)} as the node itself tells. */
    public static Set<String> nodes(DistConnection node, String kind) throws Exception {
        Term nodes = get(node.call("erlang", "nodes", List.of(Term.atom(kind))));
        return nodes instanceof Term.Cons cons
                ? cons.elements().stream().map(Term::toString).collect(Collectors.toSet())
                : Set.of();
    }

    public static <T> T get(Future<T> future) throws Exception {
        return future.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private int port(String alive) throws IOException {
        try (Socket epmd = new Socket(InetAddress.getLoopbackAddress(), epmdPort)) {
            byte[] name = alive.getBytes(StandardCharsets.UTF_8);
            DataOutputStream out = new DataOutputStream(epmd.getOutputStream());
            out.writeShort(1 + name.length);
            out.writeByte('z');
            out.write(name);
            DataInputStream in = new DataInputStream(epmd.getInputStream());
            if (in.readUnsignedShort() != (119 << 8)) {
                throw new IOException(alive + " is not registered yet");
            }
            return in.readUnsignedShort();
        }
    }

    private Process spawn(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.redirectOutput(new File("target/" + ProcessHandle.current().pid() + "-" + processes.size() + ".log"));
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmdPort));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    @Override
    public void close() {
        processes.reversed().forEach(Process::destroyForcibly);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
