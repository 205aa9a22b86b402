package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * Look-ups and registrations, with 10 to 100,000 names; rounds of ours and of the C epmd alternate, and with the fewest
 * names those of the floor.
 */
public final class EpmdBench implements Measurement {

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        Table table = Table.of("names", "what", "", "per second", "p50 µs", "p99 µs", "p99.9 µs", "CPU µs", "RSS MiB");
        List<Server.Kind> kinds = List.of(Server.Kind.values());
        for (int names : options.sizesOr(List.of(10, 1000, 10_000, 100_000))) {
            Map<Server.Kind, List<Round>> rounds = alternate(options, kinds, names, progress);
            kinds = List.of(Server.Kind.OURS, Server.Kind.C);
            Map<String, Object> ofSize = new LinkedHashMap<>();
            for (Round.Way way : Round.Way.values()) {
                Map<String, Object> ofWay = new LinkedHashMap<>();
                for (Server.Kind kind : Server.Kind.values()) {
                    List<Round> measured = rounds.getOrDefault(kind, List.of()).stream()
                            .filter(round ->
                                    round.names() == names && round.asked().containsKey(way))
                            .toList();
                    if (!measured.isEmpty()) {
                        Figures all = Figures.of(measured, way);
                        ofWay.put(kind.key(), all);
                        table = table.with(row(names, way, kind, all));
                    }
                }
                ofWay.putAll(Figures.ratios(ofWay.getOrDefault("ours", ""), ofWay.getOrDefault("c", "")));
                ofSize.put(way.key, ofWay);
            }
            ofSize.putAll(Figures.keptRatio(ofSize));
            table = withLimit(table, names, rounds);
            figures.put("names_" + names, ofSize);
        }
        return new Report(table, Map.of("epmd", figures));
    }

    private static Map<Server.Kind, List<Round>> alternate(
            Options options, List<Server.Kind> kinds, int names, Consumer<String> progress) throws Exception {
        Map<Server.Kind, List<Round>> rounds = new EnumMap<>(Server.Kind.class);
        for (int i = 0; i < options.rounds(); i++) {
            for (Server.Kind kind : kinds) {
                progress.accept(names + " names, round " + (i + 1) + " of " + options.rounds() + ", " + kind.label());
                List<Round> ofKind = rounds.computeIfAbsent(kind, k -> new ArrayList<>());
                boolean full = !ofKind.isEmpty() && ofKind.getFirst().names() < names;
                if (!full) {
                    ofKind.add(Round.of(kind, names, options.time()));
                }
            }
        }
        return rounds;
    }

    private static String[] row(int names, Round.Way way, Server.Kind kind, Figures all) {
        return new String[] {
            Integer.toString(names),
            way.label,
            kind.label(),
            all.perSecond().toString(),
            all.p50().toString(),
            all.p99().toString(),
            all.p999().toString(),
            all.cpuMicros().toString(),
            all.rss().toString()
        };
    }

    private static Table withLimit(Table table, int names, Map<Server.Kind, List<Round>> rounds) {
        Table more = table;
        for (Map.Entry<Server.Kind, List<Round>> entry : rounds.entrySet()) {
            int held = entry.getValue().getFirst().names();
            if (held < names) {
                more = more.with(
                        Integer.toString(names),
                        "takes no more than " + held + " names",
                        entry.getKey().label(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "");
            }
        }
        return more;
    }

    /** All rounds of one server in one way. */
    record Figures(Spread perSecond, Spread p50, Spread p99, Spread p999, Spread cpuMicros, Spread rss, long failures) {

        static Figures of(List<Round> rounds, Round.Way way) {
            List<Round.Asked> asked =
                    rounds.stream().map(round -> round.asked().get(way)).toList();
            return new Figures(
                    spread(asked, Round.Asked::perSecond),
                    spread(asked, Round.Asked::p50),
                    spread(asked, Round.Asked::p99),
                    spread(asked, Round.Asked::p999),
                    spread(asked, Round.Asked::cpuMicros),
                    spread(rounds, Round::rss),
                    asked.stream().mapToLong(Round.Asked::failures).sum());
        }

        private static <T> Spread spread(List<T> rounds, ToDoubleFunction<T> figure) {
            return Spread.of(rounds.stream().map(figure::applyAsDouble).toList());
        }

        /** Ours divided by theirs, of the medians; empty if one of them is missing. */
        static Map<String, Double> ratios(Object ours, Object theirs) {
            if (ours instanceof Figures a && theirs instanceof Figures b) {
                return Map.of(
                        "per_second_ratio",
                                a.perSecond().median() / b.perSecond().median(),
                        "cpu_ratio", a.cpuMicros().median() / b.cpuMicros().median(),
                        "p99_ratio", a.p99().median() / b.p99().median());
            }
            return Map.of();
        }

        /** Look-ups over one kept connection, divided by those over a connection each. */
        static Map<String, Double> keptRatio(Map<String, Object> ofSize) {
            return ofSize.get(Round.Way.TOGETHER_1.key) instanceof Map<?, ?> kept
                            && ofSize.get(Round.Way.LOOK_UP_1.key) instanceof Map<?, ?> each
                            && kept.get("ours") instanceof Figures a
                            && each.get("ours") instanceof Figures b
                    ? Map.of(
                            "kept_ratio", a.perSecond().median() / b.perSecond().median())
                    : Map.of();
        }
    }
}
