package io.erlangcluster.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of equal length, the first of which is the heading. */
public record Table(List<List<String>> rows) {

    public static Table of(String... heading) {
        return new Table(List.of(List.of(heading)));
    }

    public Table with(String... row) {
        List<List<String>> more = new ArrayList<>(rows);
        more.add(List.of(row));
        return new Table(List.copyOf(more));
    }

    /** As Markdown, with columns of one width each, so that it reads as plain text too. */
    public List<String> lines() {
        int[] widths = IntStream.range(0, rows.getFirst().size())
                .map(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            lines.add(IntStream.range(0, widths.length)
                    .mapToObj(column -> row.get(column)
                            + " ".repeat(widths[column] - row.get(column).length()))
                    .collect(Collectors.joining(" | ", "| ", " |")));
        }
        lines.add(1, IntStream.of(widths).mapToObj("-"::repeat).collect(Collectors.joining(" | ", "| ", " |")));
        return List.copyOf(lines);
    }
}
