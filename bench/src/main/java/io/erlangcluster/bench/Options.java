package io.erlangcluster.bench;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The command line.
 *
 * @param rounds how often each side is measured, one after the other
 * @param time of one measurement
 * @param sizes what the subcommand varies; {@code epmd}: registered names; {@code push}, {@code scale}: sidecars; empty
 *     if not said
 * @param json whether a line for programs ends the output
 */
public record Options(String subcommand, int rounds, Duration time, List<Integer> sizes, boolean json) {

    /** Where five rounds say too little. */
    private static final Map<String, Integer> ROUNDS = Map.of("start", 20, "mesh", 20);

    /** Throws IllegalArgumentException with what is wrong and what is known. */
    static Options parse(List<String> arguments, Set<String> subcommands) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        if (rest.isEmpty() || !subcommands.contains(rest.peekFirst())) {
            throw new IllegalArgumentException("the first argument must be one of " + subcommands);
        }
        String subcommand = rest.removeFirst();
        Options options =
                new Options(subcommand, ROUNDS.getOrDefault(subcommand, 5), Duration.ofSeconds(3), List.of(), false);
        while (!rest.isEmpty()) {
            String option = rest.removeFirst();
            options = option.equals("--json") ? options.withJson() : options.with(option, number(option, rest));
        }
        return options;
    }

    /** The sizes, or else {@code usual}. */
    public List<Integer> sizesOr(List<Integer> usual) {
        return sizes.isEmpty() ? usual : sizes;
    }

    private Options withJson() {
        return new Options(subcommand, rounds, time, sizes, true);
    }

    private Options with(String option, List<Integer> values) {
        return switch (option) {
            case "--rounds" -> new Options(subcommand, values.getFirst(), time, sizes, json);
            case "--seconds" -> new Options(subcommand, rounds, Duration.ofSeconds(values.getFirst()), sizes, json);
            case "--sizes", "--streams" -> new Options(subcommand, rounds, time, values, json);
            default ->
                throw new IllegalArgumentException("unknown option " + option
                        + ", known are --json --rounds N --seconds N --sizes N,N" + " --streams N");
        };
    }

    private static List<Integer> number(String option, Deque<String> rest) {
        try {
            List<Integer> values = Stream.of(String.valueOf(rest.pollFirst()).split(",", -1))
                    .map(Integer::valueOf)
                    .toList();
            if (values.stream().allMatch(value -> value > 0)) {
                return values;
            }
        } catch (NumberFormatException notOne) {
            // Told below.
        }
        throw new IllegalArgumentException(option + " needs a number above 0");
    }
}
