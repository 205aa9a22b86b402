package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.Load;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One server, fresh, with so many names, asked in every way.
 *
 * @param names that it holds; fewer than wanted if it took no more
 * @param rss MiB after all of it
 */
record Round(int names, Map<Way, Asked> asked, double rss, double privateDirty) {

    private static final int CLIENTS = 16;

    /**
     * Names beyond so many are not held by a connection but in the server's state file: descriptors have a hard limit.
     */
    private static final int MOST_CONNECTIONS = Integer.getInteger("bench.connections", 10_000);

    private static final Duration WARM_UP = Duration.ofSeconds(2);

    /** How it is asked. */
    enum Way {
        LOOK_UP_16("look-up, a connection each, 16 clients", "look_up_16", CLIENTS),
        LOOK_UP_1("look-up, a connection each, one client", "look_up_1", 1),
        REGISTER_16("register and leave, 16 clients", "register_16", CLIENTS),
        KEPT_16("look-up, one kept connection each, 16 clients", "kept_16", CLIENTS),
        TOGETHER_1("look-up, one kept connection, 64 at a time, one client", "together_1", 1, 64);

        final String label;
        final String key;
        final int clients;

        /** Requests that are sent together, and then answered. */
        final int together;

        Way(String label, String key, int clients) {
            this(label, key, clients, 1);
        }

        Way(String label, String key, int clients, int together) {
            this.label = label;
            this.key = key;
            this.clients = clients;
            this.together = together;
        }
    }

    /**
     * @param p50 µs, of as many requests as are sent together; so are p99 and p999
     * @param cpuMicros of the server for one request
     */
    record Asked(double perSecond, double p50, double p99, double p999, double cpuMicros, long failures) {}

    static Round of(Server.Kind kind, int names, Duration time) throws Exception {
        int restored = kind == Server.Kind.OURS ? Math.max(0, names - MOST_CONNECTIONS) : 0;
        Path state = Files.createTempFile("epmd-bench", ".state");
        state.toFile().deleteOnExit();
        try (RestoredNames kept = new RestoredNames(restored);
                Server server = start(kind, kept, state);
                HeldNames held = HeldNames.register(server, restored, kind == Server.Kind.BARE ? 0 : names)) {
            int known = kind == Server.Kind.BARE ? names : held.count();
            Map<Way, Asked> asked = new EnumMap<>(Way.class);
            new Load(CLIENTS, WARM_UP).run(client -> lookUps(server, known));
            for (Way way : kind.ways()) {
                asked.put(way, ask(server, time, known, way));
            }
            return new Round(
                    known, asked, server.figures().rss(), server.figures().privateDirty());
        }
    }

    private static Server start(Server.Kind kind, RestoredNames kept, Path state) throws Exception {
        kept.writeTo(state);
        return Server.start(kind, state);
    }

    private static Asked ask(Server server, Duration time, int names, Way way) throws Exception {
        Duration before = server.figures().cpu();
        Load.Outcome outcome = new Load(way.clients, time).run(client -> switch (way) {
            case LOOK_UP_16, LOOK_UP_1 -> lookUps(server, names);
            case REGISTER_16 -> registrations(server, client);
            case KEPT_16, TOGETHER_1 -> keptLookUps(server, names, way.together);
        });
        Duration cpu = server.figures().cpu().minus(before);
        long requests = (outcome.answered() + outcome.failures()) * way.together;
        return new Asked(
                outcome.perSecond() * way.together,
                outcome.percentile(0.5),
                outcome.percentile(0.99),
                outcome.percentile(0.999),
                cpu.toNanos() / 1000.0 / Math.max(1, requests),
                outcome.failures());
    }

    private static Load.Request lookUps(Server server, int names) {
        return () -> {
            try (Socket socket = server.connect()) {
                return Wire.lookUp(socket, Wire.portPlease2(any(names)));
            }
        };
    }

    private static Load.Request registrations(Server server, int client) {
        AtomicInteger count = new AtomicInteger();
        return () -> {
            try (Socket socket = server.connect()) {
                socket.getOutputStream().write(Wire.alive2("guest-" + client + "-" + count.incrementAndGet() % 8));
                return Wire.registered(new DataInputStream(socket.getInputStream()));
            }
        };
    }

    private static Load.Request keptLookUps(Server server, int names, int together) {
        try {
            Socket socket = server.connect();
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            return () -> {
                ByteArrayOutputStream requests = new ByteArrayOutputStream();
                for (int i = 0; i < together; i++) {
                    requests.writeBytes(Wire.portPlease3(any(names)));
                }
                requests.writeTo(socket.getOutputStream());
                boolean found = true;
                for (int i = 0; i < together; i++) {
                    found &= Wire.found(in);
                }
                return found;
            };
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static String any(int names) {
        return HeldNames.name(ThreadLocalRandom.current().nextInt(names));
    }
}
