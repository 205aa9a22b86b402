package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.operator.cluster.Pairs.Pair;
import io.erlangcluster.operator.node.LinkReports;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PairsTest {

    /** Against looking at every pair. */
    @RepeatedTest(200)
    void countsAndNamesWhatLookingAtEveryPairWould(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<String> names = names(random.nextInt(12));
        Map<String, Map<String, String>> lacks = new HashMap<>();
        for (String name : names) {
            if (random.nextInt(4) > 0) {
                lacks.put(name, new HashMap<>(Map.of("gone", "")));
                names.stream()
                        .filter(_ -> random.nextInt(5) == 0)
                        .forEach(peer -> lacks.get(name).put(peer, ""));
            }
        }
        LinkReports reports = new LinkReports(lacks);
        List<Pair> missing = new ArrayList<>();
        int linked = 0;
        for (String one : names) {
            for (String other : names) {
                if (one.compareTo(other) < 0) {
                    if (reports.linked(one, other)) {
                        linked++;
                    } else if (reports.hasTold(one) || reports.hasTold(other)) {
                        missing.add(new Pair(one, other));
                    }
                }
            }
        }
        Pairs pairs = Pairs.of(names, reports);
        assertThat(pairs.expected()).isEqualTo(names.size() * (names.size() - 1) / 2);
        assertThat(pairs.linked()).isEqualTo(linked);
        assertThat(pairs.missing()).isEqualTo(missing.size());
        assertThat(pairs.firstMissing(5)).containsExactlyElementsOf(missing.subList(0, Math.min(5, missing.size())));
    }

    /** Some 1,250,000,000 pairs: whoever looked at each would not come back. */
    @Test
    void whatIsCompleteIsNotLookedThrough() {
        List<String> names = names(50_000);
        Map<String, Map<String, String>> lacks = new HashMap<>();
        names.forEach(name -> lacks.put(name, Map.of()));
        Pairs pairs = Pairs.of(names, new LinkReports(lacks));
        assertThat(pairs.linked()).isEqualTo(50_000 / 2 * 49_999);
        assertThat(pairs.firstMissing(10)).isEmpty();
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj("n%05d"::formatted).toList();
    }
}
