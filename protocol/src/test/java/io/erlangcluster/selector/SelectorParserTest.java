package io.erlangcluster.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.selector.Requirement.DoesNotExist;
import io.erlangcluster.selector.Requirement.Exists;
import io.erlangcluster.selector.Requirement.In;
import io.erlangcluster.selector.Requirement.NotIn;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorParserTest {

    @Test
    void readsEveryKindOfRequirement() {
        assertThat(LabelSelector.parse("app=web, tier in (a, b),env notin (test),x!=1,y==2,release,!canary")
                        .requirements())
                .containsExactly(
                        new In("app", Set.of("web")),
                        new In("tier", Set.of("a", "b")),
                        new NotIn("env", Set.of("test")),
                        new NotIn("x", Set.of("1")),
                        new In("y", Set.of("2")),
                        new Exists("release"),
                        new DoesNotExist("canary"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\t"})
    void nothingSelectsEverything(String text) {
        assertThat(LabelSelector.parse(text)).isEqualTo(LabelSelector.EVERYTHING);
    }

    @Test
    void takesPrefixedKeysAndTheEmptyValue() {
        assertThat(LabelSelector.parse("app.kubernetes.io/name=,x in (,a)").requirements())
                .containsExactly(new In("app.kubernetes.io/name", Set.of("")), new In("x", Set.of("", "a")));
    }

    @Test
    void takesOperatorsAsKeys() {
        assertThat(LabelSelector.parse("in in (in),notin").requirements())
                .containsExactly(new In("in", Set.of("in")), new Exists("notin"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",",
                "a,",
                ",a",
                "a b",
                "a=b c",
                "a in",
                "a in (",
                "a in (b",
                "a in b",
                "a in (b c)",
                "!",
                "!a=b",
                "a=b=c",
                "=b",
                "(a)",
                "a>1",
                "a<1",
                "-a",
                "a=-b",
                "UPPER/a",
                "a/b/c",
                "/a",
                "a=b,,c"
            })
    void refusesWhatIsNotASelector(String text) {
        assertThatThrownBy(() -> LabelSelector.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhereItFailsAndWhatItExpected() {
        assertThatThrownBy(() -> LabelSelector.parse("app=web,tier in a"))
                .hasMessageContaining("\"a\" at 16")
                .hasMessageContaining("expected (");
    }

    @Test
    void boundsKeysAndValuesAsKubernetesDoes() {
        assertThat(LabelSyntax.isKey("k".repeat(63))).isTrue();
        assertThat(LabelSyntax.isKey("k".repeat(64))).isFalse();
        assertThat(LabelSyntax.isKey("p".repeat(253) + "/k")).isTrue();
        assertThat(LabelSyntax.isKey("p".repeat(254) + "/k")).isFalse();
        assertThat(LabelSyntax.isValue("")).isTrue();
        assertThat(LabelSyntax.isValue("v".repeat(63))).isTrue();
        assertThat(LabelSyntax.isValue("v".repeat(64))).isFalse();
    }
}
