package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.ProcessFigures;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import io.erlangcluster.e2e.pod.RunningPod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What one link carries between two VMs in two pods: through two sidecars with mutual TLS, over OTP's own TLS
 * distribution with mutual TLS 1.3 too, and over plain TCP; and what 100 links more take of a sidecar's memory.
 */
public final class TunnelBench implements Measurement {

    private static final int MESSAGE = 64 * 1024;
    private static final int MESSAGES = 8 * 1024;
    private static final int CALLS = 10_000;
    private static final int LINKS = 100;
    private static final int SETTLE_SECONDS = 8;

    /** What carries the link. */
    private enum Way {
        TUNNEL("two sidecars, mTLS", "tunnel"),
        INET_TLS("OTP's inet_tls, mTLS", "inet_tls"),
        TCP("plain TCP", "tcp");

        private final String label;
        private final String key;

        Way(String label, String key) {
            this.label = label;
            this.key = key;
        }
    }

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<String, List<Double>> seen = new TreeMap<>();
        try (Pods pods = Pods.start(2, 2, progress)) {
            Map<Way, List<String>> flags = new EnumMap<>(Way.class);
            flags.put(Way.INET_TLS, tlsFlags(pods));
            flags.put(Way.TCP, List.of());
            for (int round = 0; round < options.rounds(); round++) {
                for (Way way : Way.values()) {
                    progress.accept("round " + (round + 1) + " of " + options.rounds() + ", " + way.label);
                    List<RunningPod> two = way == Way.TUNNEL ? pods.joined() : pods.bare();
                    try (Formation link = link(pods, two, flags.getOrDefault(way, List.of()), way)) {
                        carry(link, Pods.name(two.get(1)), way, seen);
                    }
                    TimeUnit.SECONDS.sleep(2);
                }
            }
            idleLinks(pods, seen, progress);
        }
        return report(seen);
    }

    private static Formation link(Pods pods, List<RunningPod> two, List<String> flags, Way way) throws Exception {
        if (way == Way.TUNNEL) {
            return Formation.joined(pods);
        }
        Formation apart =
                Formation.of(two, pod -> pods.bareVm(pod, flags), (pod, vm) -> vm.call("join", Pods.name(pod), "0"));
        apart.vms().getFirst().call("connect", Pods.name(two.get(1)));
        return apart;
    }

    private static void carry(Formation link, String peer, Way way, Map<String, List<Double>> seen) throws Exception {
        Vm vm = link.vms().getFirst();
        vm.call("stream", peer, Integer.toString(MESSAGE), Integer.toString(MESSAGES / 8));
        double micros = vm.call("stream", peer, Integer.toString(MESSAGE), Integer.toString(MESSAGES))
                .getFirst();
        add(seen, way.key + "_gbit_s", (double) MESSAGE * MESSAGES * 8 / micros / 1000);
        List<Double> trips = vm.call("round_trips", peer, Integer.toString(CALLS));
        add(seen, way.key + "_p50_us", trips.getFirst() / 1000);
        add(seen, way.key + "_p99_us", trips.getLast() / 1000);
    }

    /** Hidden VMs of the first pod that each connect to the VM of the second. */
    private static void idleLinks(Pods pods, Map<String, List<Double>> seen, Consumer<String> progress)
            throws Exception {
        List<RunningPod> two = pods.joined();
        List<Vm> more = new ArrayList<>();
        try (Formation link = Formation.joined(pods)) {
            progress.accept("two VMs linked after " + Math.round(link.millis()) + " ms; " + LINKS + " links more");
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            double dialling = new ProcessFigures(pods.sidecar(two.getFirst())).privateDirty();
            double accepting = new ProcessFigures(pods.sidecar(two.get(1))).privateDirty();
            for (int i = 0; i < LINKS; i++) {
                Vm vm = pods.hiddenVm(two.getFirst(), "guest-" + i);
                more.add(vm);
                vm.call("connect", Pods.name(two.get(1)));
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            double kib = 1024.0 / LINKS;
            add(
                    seen,
                    "link_dialling_kb",
                    (new ProcessFigures(pods.sidecar(two.getFirst())).privateDirty() - dialling) * kib);
            add(
                    seen,
                    "link_accepting_kb",
                    (new ProcessFigures(pods.sidecar(two.get(1))).privateDirty() - accepting) * kib);
        } finally {
            more.forEach(Vm::close);
        }
    }

    private static Report report(Map<String, List<Double>> seen) {
        Map<String, Object> figures = new HashMap<>();
        Map<String, Spread> spreads = new TreeMap<>();
        seen.forEach((figure, values) -> {
            Spread spread = Spread.of(values);
            spreads.put(figure, spread);
            figures.put(figure, spread.median());
            figures.put(figure + "_spread", spread);
        });
        Table table = Table.of("one link", "Gbit/s", "small call p50 µs", "p99 µs");
        for (Way way : Way.values()) {
            table = table.with(
                    way.label,
                    String.valueOf(spreads.get(way.key + "_gbit_s")),
                    String.valueOf(spreads.get(way.key + "_p50_us")),
                    String.valueOf(spreads.get(way.key + "_p99_us")));
        }
        table = table.with(
                "KiB private of a sidecar per idle link",
                "dialling " + spreads.get("link_dialling_kb"),
                "accepting " + spreads.get("link_accepting_kb"),
                "");
        figures.put("throughput_ratio", ratio(seen, "tunnel_gbit_s", "inet_tls_gbit_s"));
        figures.put("p50_ratio", ratio(seen, "tunnel_p50_us", "inet_tls_p50_us"));
        figures.put("tcp_throughput_ratio", ratio(seen, "tunnel_gbit_s", "tcp_gbit_s"));
        figures.put("added_p50_us", median(seen, "tunnel_p50_us") - median(seen, "tcp_p50_us"));
        return new Report(table, figures);
    }

    private static double ratio(Map<String, List<Double>> seen, String ours, String theirs) {
        return median(seen, ours) / median(seen, theirs);
    }

    private static double median(Map<String, List<Double>> seen, String figure) {
        return Spread.of(seen.getOrDefault(figure, List.of())).median();
    }

    private static List<String> tlsFlags(Pods pods) throws Exception {
        Path directory = Files.createTempDirectory("bench-tls");
        Certificates.authority(directory, "ca");
        Certificates.node(
                directory,
                "ca",
                "node",
                pods.bare().stream().map(pod -> pod.network().ip()).toList());
        String files = "{cacertfile,\"" + Certificates.certificate(directory, "ca") + "\"},{certfile,\""
                + Certificates.certificate(directory, "node") + "\"},{keyfile,\"" + Certificates.key(directory, "node")
                + "\"},{verify,verify_peer},{versions,['tlsv1.3']}";
        Path options = Files.writeString(
                directory.resolve("ssl_dist.conf"),
                "[{server,[" + files + ",{fail_if_no_peer_cert,true}]},{client,[" + files + "]}].\n");
        return List.of("-proto_dist", "inet_tls", "-ssl_dist_optfile", options.toString());
    }

    private static void add(Map<String, List<Double>> seen, String figure, double value) {
        seen.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
    }
}
