package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;

class DueWritesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofHours(1);

    private final Semaphore mayEnd = new Semaphore(0);
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final List<String> ended = new CopyOnWriteArrayList<>();
    private final DueWrites due = new DueWrites(key -> {
        begun.add(key);
        mayEnd.acquireUninterruptibly();
        ended.add(key);
    });

    @Test
    void whatBecomesDueWhileItRunsRunsOnceMoreAfterwardsAndOthersDoNotWait() {
        due.add("web-0", Duration.ZERO);
        await().atMost(DEADLINE).until(() -> begun.equals(List.of("web-0")));
        due.add("web-0", Duration.ZERO);
        due.add("web-1", Duration.ZERO);
        // Due after web-0 was, and begun: so web-0 was looked at, and left waiting.
        await().atMost(DEADLINE).until(() -> begun.contains("web-1"));
        due.add("web-0", Duration.ZERO);
        due.add("web-2", Duration.ZERO);
        await().atMost(DEADLINE).until(() -> begun.contains("web-2"));
        assertThat(begun).containsExactly("web-0", "web-1", "web-2");
        mayEnd.release(4);
        await().atMost(DEADLINE).until(() -> ended.size() == 4);
        assertThat(begun).containsExactly("web-0", "web-1", "web-2", "web-0");
    }

    @Test
    void ofTwoTimesTheEarlierCounts() {
        mayEnd.release(1);
        due.add("web-0", LONG);
        due.add("web-0", Duration.ZERO);
        due.add("web-0", LONG);
        await().atMost(DEADLINE).until(() -> ended.equals(List.of("web-0")));
    }
}
