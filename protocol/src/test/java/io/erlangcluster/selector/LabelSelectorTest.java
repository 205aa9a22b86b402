package io.erlangcluster.selector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LabelSelectorTest {

    private static final Map<String, String> WEB = Map.of("app", "shop", "tier", "web");

    @Test
    void noRequirementMatchesEverything() {
        assertThat(LabelSelector.EVERYTHING.matches(WEB)).isTrue();
        assertThat(LabelSelector.EVERYTHING.matches(Map.of())).isTrue();
    }

    @Test
    void allRequirementsMustHold() {
        LabelSelector selector = selector(in("app", "shop"), in("tier", "web"));
        assertThat(selector.matches(WEB)).isTrue();
        assertThat(selector.matches(Map.of("app", "shop"))).isFalse();
        assertThat(selector.matches(Map.of("app", "shop", "tier", "db"))).isFalse();
    }

    @Test
    void inNeedsTheLabelWithOneOfTheValues() {
        LabelSelector selector = selector(in("tier", "web", "worker"));
        assertThat(selector.matches(WEB)).isTrue();
        assertThat(selector.matches(Map.of("tier", "db"))).isFalse();
        assertThat(selector.matches(Map.of())).isFalse();
    }

    @Test
    void notInHoldsForAnAbsentLabelToo() {
        LabelSelector selector = selector(new Requirement.NotIn("tier", Set.of("web")));
        assertThat(selector.matches(WEB)).isFalse();
        assertThat(selector.matches(Map.of("tier", "db"))).isTrue();
        assertThat(selector.matches(Map.of())).isTrue();
    }

    @Test
    void existsAsksForTheKeyOnly() {
        LabelSelector selector = selector(new Requirement.Exists("tier"));
        assertThat(selector.matches(WEB)).isTrue();
        assertThat(selector.matches(Map.of("tier", ""))).isTrue();
        assertThat(selector.matches(Map.of("app", "shop"))).isFalse();
    }

    @Test
    void doesNotExistRefusesTheKeyWhateverItsValue() {
        LabelSelector selector = selector(new Requirement.DoesNotExist("tier"));
        assertThat(selector.matches(WEB)).isFalse();
        assertThat(selector.matches(Map.of("tier", ""))).isFalse();
        assertThat(selector.matches(Map.of("app", "shop"))).isTrue();
    }

    private static LabelSelector selector(Requirement... requirements) {
        return new LabelSelector(List.of(requirements));
    }

    private static Requirement in(String key, String... values) {
        return new Requirement.In(key, Set.of(values));
    }
}
