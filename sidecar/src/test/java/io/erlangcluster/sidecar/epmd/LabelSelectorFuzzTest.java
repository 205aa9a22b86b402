package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.selector.LabelSelector;
import io.erlangcluster.selector.LabelSyntax;
import io.erlangcluster.selector.Requirement;
import io.erlangcluster.selector.Requirement.DoesNotExist;
import io.erlangcluster.selector.Requirement.Exists;
import io.erlangcluster.selector.Requirement.In;
import io.erlangcluster.selector.Requirement.NotIn;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whatever a client looks up or watches as a label selector. */
class LabelSelectorFuzzTest {

    @FuzzTest
    void isASelectorOrRefused(byte[] input) {
        // Not by AllocationBound: the fuzzer watches each comparison of text, which costs more than the parser.
        parse(new String(input, UTF_8)).ifPresent(selector -> {
            assertThat(selector.requirements()).hasSizeLessThanOrEqualTo(input.length);
            selector.requirements().forEach(LabelSelectorFuzzTest::assertMeansOneThing);
            String text = selector.requirements().stream()
                    .map(LabelSelectorFuzzTest::text)
                    .collect(Collectors.joining(","));
            assertThat(parse(text)).contains(selector);
        });
    }

    private static Optional<LabelSelector> parse(String text) {
        try {
            return Optional.of(LabelSelector.parse(text));
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("label selector: ");
            return Optional.empty();
        }
    }

    /** Absent, with one of its values and with another one: a requirement and its opposite never agree. */
    private static void assertMeansOneThing(Requirement requirement) {
        String key = requirement.key();
        assertThat(LabelSyntax.isKey(key)).isTrue();
        for (Map<String, String> labels : Set.of(Map.<String, String>of(), Map.of(key, ""), Map.of(key, "a"))) {
            assertThat(requirement.matches(labels))
                    .isNotEqualTo(opposite(requirement).matches(labels));
        }
    }

    private static Requirement opposite(Requirement requirement) {
        return switch (requirement) {
            case In(var key, var values) -> new NotIn(key, values);
            case NotIn(var key, var values) -> new In(key, values);
            case Exists(var key) -> new DoesNotExist(key);
            case DoesNotExist(var key) -> new Exists(key);
        };
    }

    private static String text(Requirement requirement) {
        return switch (requirement) {
            case In(var key, var values) -> key + " in (" + String.join(",", values) + ")";
            case NotIn(var key, var values) -> key + " notin (" + String.join(",", values) + ")";
            case Exists(var key) -> key;
            case DoesNotExist(var key) -> "!" + key;
        };
    }
}
