import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** What bench/epmd-restart runs. */
final class EpmdRestart {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final String epmd;
    private final int port;
    private final Path state;

    EpmdRestart(String epmd) throws IOException {
        this.epmd = epmd;
        this.port = freePort();
        this.state = Files.createTempDirectory("epmd-restart").resolve("state");
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        int clients = args.length > 2 ? Integer.parseInt(args[2]) : 200;
        int nodes = args.length > 3 ? Integer.parseInt(args[3]) : 8;
        new EpmdRestart(args[0]).run(rounds, clients, nodes);
        System.exit(0);
    }

    private void run(int rounds, int clients, int nodes) throws Exception {
        Process server = start();
        awaitAnswer("nobody");
        List<Process> beams = new ArrayList<>();
        try {
            for (int i = 0; i < clients; i++) {
                hold("client-" + i);
            }
            for (int i = 0; i < nodes; i++) {
                beams.add(beam("node" + i));
            }
            Map<String, Integer> expected = awaitNames(clients + nodes);
            System.out.printf("names %d, of them real nodes %d, rounds %d%n", expected.size(), nodes, rounds);
            Random random = new Random(4369);
            long[] gaps = new long[rounds];
            int lost = 0;
            for (int round = 0; round < rounds; round++) {
                // From before the first node is back to after the last (they try every two seconds).
                Thread.sleep(random.nextInt(3000));
                long killed = System.nanoTime();
                server.destroyForcibly().waitFor();
                server = start();
                awaitAnswer("node0");
                gaps[round] = System.nanoTime() - killed;
                lost += missing(expected);
            }
            Thread.sleep(8000);
            int lostInTheEnd = missing(expected);
            Arrays.sort(gaps);
            System.out.printf("lost at the first answer %d, lost in the end %d%n", lost, lostInTheEnd);
            System.out.printf(
                    "nobody answers for: median %d ms, worst %d ms%n",
                    gaps[rounds / 2] / 1_000_000, gaps[rounds - 1] / 1_000_000);
            System.out.println("real nodes that answer a ping: " + pings(nodes));
        } finally {
            beams.forEach(Process::destroyForcibly);
            server.destroyForcibly();
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(epmd, "-port", "" + port, "-state", state.toString()).inheritIO().start();
    }

    private Process beam(String name) throws IOException {
        return erl("-name", name + "@127.0.0.1", "-noinput").start();
    }

    private ProcessBuilder erl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("erl", "-start_epmd", "false", "-setcookie", "bench"));
        command.addAll(List.of(arguments));
        ProcessBuilder erl = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(new File("/dev/null"));
        erl.environment().put("ERL_EPMD_PORT", "" + port);
        return erl;
    }

    private String pings(int nodes) throws Exception {
        String ping = "io:format(\"~w\", [length([pong || I <- lists:seq(0, " + (nodes - 1)
                + "), pong =:= net_adm:ping(list_to_atom(\"node\" ++ integer_to_list(I) ++ \"@127.0.0.1\"))])]), halt().";
        Process asking = erl("-name", "asking@127.0.0.1", "-noshell", "-eval", ping)
                .redirectOutput(ProcessBuilder.Redirect.PIPE)
                .start();
        return new String(asking.getInputStream().readAllBytes());
    }

    /** Registers, and again two seconds after the connection ended, as erl_epmd does; its port listens. */
    private void hold(String name) throws IOException {
        ServerSocket distribution = new ServerSocket(0, 50, LOOPBACK);
        Thread.ofVirtual().start(() -> {
            while (true) {
                try (Socket socket = new Socket(LOOPBACK, port)) {
                    byte[] bytes = name.getBytes();
                    socket.getOutputStream().write(ByteBuffer.allocate(15 + bytes.length)
                            .putShort((short) (13 + bytes.length))
                            .put((byte) 'x')
                            .putShort((short) distribution.getLocalPort())
                            .put((byte) 77).put((byte) 0)
                            .putShort((short) 6).putShort((short) 5)
                            .putShort((short) bytes.length).put(bytes)
                            .putShort((short) 0)
                            .array());
                    socket.getInputStream().readAllBytes();
                } catch (IOException refused) {
                    // Tried again.
                }
                try {
                    Thread.sleep(2000);
                } catch (InterruptedException e) {
                    return;
                }
            }
        });
    }

    private Map<String, Integer> awaitNames(int count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        Map<String, Integer> names = names();
        while (names.size() < count && System.nanoTime() < deadline) {
            Thread.sleep(200);
            names = names();
        }
        if (names.size() != count) {
            throw new IllegalStateException(names.size() + " names instead of " + count);
        }
        return names;
    }

    private Map<String, Integer> names() throws IOException {
        Map<String, Integer> names = new TreeMap<>();
        String text = new String(ask(new byte[] {0, 1, 'n'}));
        text.substring(4).lines().map(line -> line.split(" ")).forEach(line -> names.put(line[1], Integer.parseInt(line[4])));
        return names;
    }

    /** How many of {@code expected} are not looked up with their ports. */
    private int missing(Map<String, Integer> expected) throws IOException {
        int missing = 0;
        for (Map.Entry<String, Integer> node : expected.entrySet()) {
            byte[] answer = lookUp(node.getKey());
            boolean found = answer.length > 4 && answer[1] == 0
                    && (ByteBuffer.wrap(answer, 2, 2).getShort() & 0xFFFF) == node.getValue();
            if (!found) {
                System.out.println("lost " + node.getKey());
                missing++;
            }
        }
        return missing;
    }

    private byte[] lookUp(String name) throws IOException {
        byte[] bytes = name.getBytes();
        return ask(ByteBuffer.allocate(3 + bytes.length)
                .putShort((short) (1 + bytes.length)).put((byte) 'z').put(bytes).array());
    }

    private byte[] ask(byte[] request) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(LOOPBACK, port), 1000);
            socket.getOutputStream().write(request);
            return new DataInputStream(socket.getInputStream()).readAllBytes();
        }
    }

    private void awaitAnswer(String name) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline) {
            try {
                if (lookUp(name).length > 0) {
                    return;
                }
            } catch (IOException notYet) {
                // Tried again.
            }
            Thread.sleep(2);
        }
        throw new IllegalStateException("no answer from epmd");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
