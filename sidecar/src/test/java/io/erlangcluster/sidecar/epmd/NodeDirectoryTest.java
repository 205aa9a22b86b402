package io.erlangcluster.sidecar.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Found;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Gone;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Up;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.UpToDate;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.WatchStarted;
import io.erlangcluster.sidecar.epmd.extension.Filter;
import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import io.erlangcluster.sidecar.epmd.extension.Position;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What look-ups and watches tell, and how much of it at once. */
class NodeDirectoryTest {

    private final Registrations registrations = new Registrations();
    private final NodeDirectory directory = new NodeDirectory(registrations);
    private final AtomicInteger turns = new AtomicInteger();

    @Test
    void nodesElsewhereAreFoundWithTheirLabelsAndWithoutPorts() {
        directory.known(new KnownNode("web-7", 42, Map.of("app", "web"), false));

        List<NodeEntry> found = lookUp(new Filter.BySelector("app=web"), 0);
        assertThat(found).extracting(NodeEntry::name).containsExactly("web-7");
        assertThat(found.getFirst().transports()).isEmpty();
        assertThat(found.getFirst().creation()).isEqualTo(42);
        directory.unknown("web-7");
        assertThat(lookUp(Filter.EVERYTHING, 0)).isEmpty();
    }

    @Test
    void nodesHereHaveTheLabelsOfTheRegistryAndAreThereOnlyWhileRegistered() {
        directory.known(new KnownNode("web-0", 42, Map.of("app", "web"), true));
        assertThat(lookUp(Filter.EVERYTHING, 0)).isEmpty();

        Registration registration =
                registrations.register(NodePort.normal("web-0", 4711)).orElseThrow();
        assertThat(lookUp(new Filter.BySelector("app=web"), 0))
                .extracting(NodeEntry::creation)
                .containsExactly(registration.creation());
        registrations.unregister(registration);
        assertThat(lookUp(Filter.EVERYTHING, 0)).isEmpty();
    }

    @Test
    void aNodeHereComesBeforeOneElsewhereOfTheSameName() {
        directory.known(new KnownNode("web-0", 42, Map.of("app", "web"), false));
        registrations.register(NodePort.normal("web-0", 4711));

        assertThat(lookUp(Filter.EVERYTHING, 0).getFirst().transports()).hasSize(1);
    }

    @Test
    void aPrefixLooksAtTheNodesThatHaveItOnly() {
        register(0, 5000);
        directory.known(new KnownNode("zz", 0, Map.of(), false));

        assertThat(lookUp(new Filter.ByPrefix("node-00042"), 0))
                .extracting(NodeEntry::name)
                .containsExactly("node-00042");
        assertThat(turns).hasValue(0);
    }

    @Test
    void aSelectorLooksAtSoManyNodesAndLetsOthersHaveTheirTurn() {
        register(0, 5000);

        assertThat(lookUp(new Filter.BySelector("app=web"), 0)).isEmpty();
        assertThat(turns.get()).isGreaterThanOrEqualTo(5000 / FoundPages.TURN - 1);
    }

    @Test
    void longAnswersComeInPagesAndLimitsHold() {
        register(0, 2000);

        assertThat(lookUp(Filter.EVERYTHING, 0)).hasSize(2000);
        assertThat(lookUp(Filter.EVERYTHING, 700)).hasSize(700);
        FoundPages pages = new FoundPages(directory, NodeFilter.of(Filter.EVERYTHING), 0, turns::incrementAndGet);
        assertThat(pages.next())
                .isInstanceOfSatisfying(
                        Found.class, page -> assertThat(page.nodes()).hasSizeLessThan(500));
    }

    @Test
    void aWatchResumesFromAKnownPosition() {
        register(0, 1);
        Position known = directory.position();
        register(1, 3);

        assertThat(tell(watch(Optional.of(known)), 10))
                .containsExactly(
                        new WatchStarted(false, known), up(2, "node-00001"), up(3, "node-00002"), new UpToDate(3));
    }

    @Test
    void aWatchThatResumesFromBeforeTheLogGetsASnapshot() {
        Position known = directory.position();
        register(0, ChangeLog.CAPACITY + 1);

        assertThat(tell(watch(Optional.of(known)), 1)).containsExactly(new WatchStarted(true, directory.position()));
    }

    @Test
    void aWatchThatFallsBehindTheLogGetsAnotherSnapshot() {
        register(0, 2);
        WatchPages slow = watch(Optional.empty());
        tell(slow, 4);
        register(2, ChangeLog.CAPACITY + 4);

        List<ExtensionResponse> told = tell(slow, 2 * ChangeLog.CAPACITY);
        assertThat(told.getFirst()).isEqualTo(new WatchStarted(true, directory.position()));
        assertThat(told).hasSize(1 + ChangeLog.CAPACITY + 4 + 1);
    }

    @Test
    void whatChangesDuringASnapshotIsToldAfterIt() {
        register(0, 3);
        WatchPages watch = watch(Optional.empty());
        assertThat(tell(watch, 2)).hasSize(2);
        registrations.unregister(registrations.find("node-00000").orElseThrow());
        register(3, 4);

        List<ExtensionResponse> told = tell(watch, 10);
        assertThat(told).contains(new Gone(4, "node-00000")).endsWith(up(5, "node-00003"), new UpToDate(5));
    }

    @Test
    void aWatchThatNothingConcernsIsStillToldAPositionToResumeFrom() {
        WatchPages watch = new WatchPages(
                directory, NodeFilter.of(new Filter.ByPrefix("web")), Optional.empty(), turns::incrementAndGet);
        tell(watch, 2);
        register(0, ChangeLog.CAPACITY / 2);

        assertThat(tell(watch, 10)).containsExactly(new UpToDate(ChangeLog.CAPACITY / 2));
    }

    @Test
    void aNodeWhoseLabelsChangeComesAndGoes() {
        WatchPages watch = new WatchPages(
                directory, NodeFilter.of(new Filter.BySelector("app=web")), Optional.empty(), turns::incrementAndGet);
        tell(watch, 2);
        directory.known(new KnownNode("n", 1, Map.of("app", "web"), false));
        assertThat(tell(watch, 10).getFirst()).isInstanceOf(Up.class);
        directory.known(new KnownNode("n", 1, Map.of("app", "db"), false));
        assertThat(tell(watch, 10).getFirst()).isEqualTo(new Gone(2, "n"));
    }

    @Test
    void theSameAgainIsNoChange() {
        KnownNode node = new KnownNode("n", 1, Map.of(), false);
        directory.known(node);
        Position position = directory.position();
        directory.known(node);

        assertThat(directory.position()).isEqualTo(position);
    }

    private void register(int from, int to) {
        for (int node = from; node < to; node++) {
            registrations.register(
                    Registration.wished(new Alive3(NodePort.normal("node-%05d".formatted(node), 4711), "inet_tcp")));
        }
    }

    private ExtensionResponse up(long version, String name) {
        NodeEntry node = directory.startingWith(name).next();
        assertThat(node.name()).isEqualTo(name);
        return new Up(version, node);
    }

    private List<NodeEntry> lookUp(Filter filter, long limit) {
        FoundPages pages = new FoundPages(directory, NodeFilter.of(filter), limit, turns::incrementAndGet);
        List<NodeEntry> found = new ArrayList<>();
        while (!pages.isEndOfInput()) {
            if (pages.next() instanceof Found(boolean more, var nodes)) {
                assertThat(more).isEqualTo(!pages.isEndOfInput());
                found.addAll(nodes);
            }
        }
        return found;
    }

    private WatchPages watch(Optional<Position> since) {
        return new WatchPages(directory, NodeFilter.of(Filter.EVERYTHING), since, turns::incrementAndGet);
    }

    /** What the watch has to tell now, at most {@code max} messages. */
    private List<ExtensionResponse> tell(WatchPages watch, int max) {
        List<ExtensionResponse> told = new ArrayList<>();
        while (told.size() < max) {
            int turnsBefore = turns.get();
            ExtensionResponse message = watch.readChunk(UnpooledByteBufAllocator.DEFAULT);
            if (message == null && turns.get() == turnsBefore) {
                break;
            }
            if (message != null) {
                told.add(message);
            }
        }
        return told;
    }
}
