package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Selector;
import io.erlangcluster.api.Selector.Expression;
import io.erlangcluster.api.Selector.Operator;
import io.erlangcluster.operator.PodSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MembersTest {

    @Test
    void everyLabelAndEveryExpressionMustHold() {
        Selector selector = new Selector(
                Map.of("app", "shop"),
                List.of(
                        new Expression("tier", Operator.IN, List.of("web", "worker")),
                        new Expression("legacy", Operator.DOES_NOT_EXIST, List.of()),
                        new Expression("stage", Operator.NOT_IN, List.of("canary")),
                        new Expression("version", Operator.EXISTS, List.of())));
        Map<String, String> member = Map.of("app", "shop", "tier", "web", "version", "1");
        assertThat(PodSelector.of(selector).matches(member)).isTrue();
        assertThat(PodSelector.of(selector).matches(Map.of("app", "shop", "tier", "db", "version", "1")))
                .isFalse();
        assertThat(PodSelector.of(selector).matches(Map.of("app", "shop", "tier", "web")))
                .isFalse();
    }

    @Test
    void aPodThatEndedIsNoMember() {
        ErlangCluster cluster = Seen.cluster();
        Pod running = pod("Running");
        assertThat(Members.matching(cluster, List.of(running, pod("Failed"), pod("Succeeded"))))
                .containsExactly(running);
    }

    @Test
    void aMemberIsOneThatWasInjected() {
        Pod injected = pod("Running")
                .edit()
                .editMetadata()
                .addToAnnotations("erlangcluster.io/cluster", "shop")
                .endMetadata()
                .build();
        assertThat(Members.of(Seen.cluster(), List.of(pod("Running"), injected)))
                .containsExactly(injected);
    }

    @Test
    void theSelectorIsShownAsKubectlTakesIt() {
        assertThat(Members.text(new Selector(
                        Map.of("app", "shop"),
                        List.of(
                                new Expression("tier", Operator.IN, List.of("web", "worker")),
                                new Expression("legacy", Operator.DOES_NOT_EXIST, List.of())))))
                .isEqualTo("app=shop,tier in (web,worker),!legacy");
        assertThat(Members.text(new Selector(null, null))).isEqualTo("<none>");
    }

    private static Pod pod(String phase) {
        return new PodBuilder()
                .withNewMetadata()
                .addToLabels("app", "shop")
                .endMetadata()
                .withNewStatus()
                .withPhase(phase)
                .endStatus()
                .build();
    }
}
