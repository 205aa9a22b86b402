package io.erlangcluster.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodesPageTest {

    private static final Pattern NAME = Pattern.compile("\"name\":\"([^@]*)@shop.prod\"");
    private static final Pattern CONTINUE = Pattern.compile("\"continue\":\"([^\"]*)\"");

    @Test
    void findsNodesByLabel() {
        assertThat(names(page(TestReadings.COMPLETE.cluster(), Map.of("selector", List.of("app in (worker,db)")))))
                .containsExactly("worker-0");
    }

    @Test
    void findsNodesByPrefixInTheOrderOfTheirNames() {
        assertThat(names(page(TestReadings.COMPLETE.cluster(), Map.of("prefix", List.of("web-")))))
                .containsExactly("web-0", "web-1");
    }

    @Test
    void bothMustHold() {
        assertThat(names(page(
                        TestReadings.COMPLETE.cluster(),
                        Map.of("prefix", List.of("web-1"), "selector", List.of("app=worker")))))
                .isEmpty();
    }

    @Test
    void isJson() {
        ClusterView one = TestReadings.view(TestReadings.node("w\"\\\u0001", Map.of("b", "2", "a", "1")));

        assertThat(page(one, Map.of())).isEqualTo("""
                        {"version":12,"nodes":[
                        {"name":"w\\"\\\\\\u0001@shop.prod","phase":"up","pod":"pod-w\\"\\\\\\u0001","podIP":"10.0.0.1",\
                        "creation":4,"labels":{"a":"1","b":"2"}}
                        ]}
                        """);
    }

    @Test
    void pagesGoOnUntilEveryNodeWasToldOnce() {
        ClusterView large = TestReadings.view(IntStream.range(0, 1003)
                .mapToObj(i -> TestReadings.node("web-" + i, "web"))
                .toArray(ClusterNode[]::new));

        List<String> told = new ArrayList<>();
        String last = "";
        for (int pages = 1; ; pages++) {
            String page = page(large, Map.of("selector", List.of("app=web"), "continue", List.of(last)));
            told.addAll(names(page));
            Matcher more = CONTINUE.matcher(page);
            if (!more.find()) {
                assertThat(pages).isEqualTo(6);
                break;
            }
            last = more.group(1);
        }

        assertThat(told).hasSize(1003).doesNotHaveDuplicates().isSorted();
    }

    @Test
    void aPageOfNodesWithManyLabelsEndsEarlier() {
        Map<String, String> labels = new HashMap<>();
        IntStream.range(0, 1000).forEach(i -> labels.put("label-" + i, "x".repeat(63)));
        ClusterView heavy = TestReadings.view(IntStream.range(0, 10)
                .mapToObj(i -> TestReadings.node("web-" + i, labels))
                .toArray(ClusterNode[]::new));

        String page = page(heavy, Map.of());
        assertThat(names(page)).hasSize(1);
        assertThat(page).contains("\"continue\":\"web-0\"");
    }

    @Test
    void aParameterThatDoesNotExistOrComesTwiceIsRefused() {
        for (Map<String, List<String>> wrong :
                List.of(Map.of("label", List.of("a")), Map.of("prefix", List.of("a", "b")))) {
            assertThatThrownBy(() -> NodesPage.of(TestReadings.COMPLETE.cluster(), wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("takes selector, prefix and continue, each once");
        }
    }

    private static String page(ClusterView view, Map<String, List<String>> parameters) {
        return NodesPage.of(view, parameters).body();
    }

    private static List<String> names(String page) {
        return NAME.matcher(page)
                .results()
                .map((MatchResult name) -> name.group(1))
                .toList();
    }
}
