package io.erlangcluster.e2e.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeshTest {

    private static final Set<String> ABC = Set.of("a", "b", "c");

    @Test
    void isCompleteWhenEachListsAllOthers() {
        Mesh mesh = new Mesh(Map.of("a", see("b", "c"), "b", see("a", "c"), "c", see("a", "b")));
        assertThat(mesh.isCompleteOf(ABC)).isTrue();
        assertThat(mesh.links()).isEqualTo(3);
    }

    @Test
    void countsALinkOnlyIfBothSeeIt() {
        Mesh mesh = new Mesh(Map.of("a", see("b", "c"), "b", see("a"), "c", see()));
        assertThat(mesh.links()).isEqualTo(1);
        assertThat(mesh.missing(ABC))
                .containsExactlyInAnyOrder("b does not list c", "c does not list a", "c does not list b");
    }

    @Test
    void namesWhoDoesNotAnswerAndWhoIsStillListed() {
        Mesh mesh = new Mesh(Map.of("a", see("gone"), "b", Optional.empty()));
        assertThat(mesh.missing(Set.of("a", "b")))
                .containsExactlyInAnyOrder("a does not list b", "a still lists gone", "b does not answer");
    }

    @Test
    void readsTheListThatErlCallPrints() {
        assertThat(RealNode.names("['worker-0@shop.prod', 'web-1@shop.prod']"))
                .containsExactly("web-1@shop.prod", "worker-0@shop.prod");
        assertThat(RealNode.names("[]")).isEmpty();
    }

    private static Optional<Set<String>> see(String... others) {
        return Optional.of(Set.of(others));
    }
}
