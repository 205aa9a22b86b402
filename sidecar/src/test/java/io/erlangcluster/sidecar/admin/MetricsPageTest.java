package io.erlangcluster.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.admin.Readings.NodeLinks;
import io.erlangcluster.sidecar.registry.NodeName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetricsPageTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "sidecar-metrics.md");
    private static final String BEGIN = "<!-- metrics: written by MetricsPageTest -->\n";
    private static final String END = "<!-- metrics: end -->\n";

    /** A line of the format; label values have their quotes, backslashes and line ends escaped. */
    private static final Pattern LINE = Pattern.compile(
            "# (HELP|TYPE) [a-z_]+ .+" + "|[a-z_]+(\\{[a-z]+=\"([^\"\\\\\\n]|\\\\\"|\\\\\\\\|\\\\n)*\"})? -?[0-9]+");

    @Test
    void tellsAllThereIsToTell() {
        String page = page(TestReadings.COMPLETE);

        assertThat(page.lines())
                .contains(
                        "erlangcluster_epmd_registrations 1",
                        "erlangcluster_lookups_total{result=\"unknown\"} 2",
                        "erlangcluster_nodes{phase=\"up\"} 3",
                        "erlangcluster_nodes{phase=\"down\"} 0",
                        "erlangcluster_links_expected{node=\"web-0@shop.prod\"} 2",
                        "erlangcluster_links{node=\"web-0@shop.prod\"} 1",
                        "erlangcluster_tunnel_refused_total{cause=\"unknown_node\"} 0",
                        "erlangcluster_operator_connected 1",
                        "erlangcluster_registry_version 12",
                        "erlangcluster_registry_age_seconds 34",
                        "erlangcluster_certificate_expiry_timestamp_seconds 1800000000",
                        "process_resident_memory_bytes 60000000")
                .allMatch(LINE.asMatchPredicate());
        assertThat(Metric.values())
                .allSatisfy(metric -> assertThat(page)
                        .containsOnlyOnce("# HELP " + metric.exposedName() + " " + metric.help() + "\n# TYPE "
                                + metric.exposedName() + " "
                                + metric.type().name().toLowerCase(Locale.ROOT) + "\n"));
    }

    @Test
    void leavesOutWhatIsNotKnown() {
        assertThat(page(TestReadings.FRESH))
                .contains("erlangcluster_operator_connected 0")
                .doesNotContain("registry_age", "registry_version", "certificate_expiry", "process_");
    }

    @Test
    void escapesWhatANodeMayCallItself() {
        NodeName odd = new NodeName("a\"b\\c\nd", "shop.prod");
        assertThat(new Exposition()
                        .of(Metric.LINKS)
                        .value(odd.toString(), 1)
                        .toString()
                        .lines())
                .contains("erlangcluster_links{node=\"a\\\"b\\\\c\\nd@shop.prod\"} 1")
                .allMatch(LINE.asMatchPredicate());
    }

    @Test
    void tellsOfALimitedNumberOfNodesInAPod() {
        NodeLinks one = new NodeLinks(NodeName.parse("web-0@shop.prod"), 2, 1);
        TestReadings crowded = new TestReadings(
                true,
                1000,
                TestReadings.FRESH.lookUps(),
                TestReadings.FRESH.cluster(),
                TestReadings.FRESH.registryAge(),
                true,
                Collections.nCopies(1000, one),
                TestReadings.FRESH.tunnel(),
                TestReadings.FRESH.certificateExpiry(),
                TestReadings.FRESH.residentBytes());

        assertThat(page(crowded).lines().filter(line -> line.startsWith("erlangcluster_links{")))
                .hasSize(32);
    }

    @Test
    void theDocumentListsEveryMetric() throws Exception {
        String text = Files.readString(DOCUMENT);
        String before = text.substring(0, text.indexOf(BEGIN) + BEGIN.length());
        String expected = before + table() + text.substring(text.indexOf(END));
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(DOCUMENT)
                .as("bin/test -pl sidecar -Dtest=MetricsPageTest -Dupdate-docs=true writes it")
                .hasContent(expected);
    }

    private static String table() {
        List<String> rows = Arrays.stream(Metric.values())
                .map(metric -> "| `%s` | %s | %s | %s |\n"
                        .formatted(
                                metric.exposedName(),
                                metric.type().name().toLowerCase(Locale.ROOT),
                                metric.label().isEmpty() ? "" : "`" + metric.label() + "`",
                                metric.help()))
                .toList();
        return rows.stream()
                .collect(Collectors.joining("", "| metric | type | label | what |\n|---|---|---|---|\n", ""));
    }

    private static String page(Readings readings) {
        return MetricsPage.of(readings).body();
    }
}
