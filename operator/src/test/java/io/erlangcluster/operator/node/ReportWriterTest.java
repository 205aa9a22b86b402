package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportWriterTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");
    private static final String WEB_0 = "web-0@shop.prod";
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private final TestApi api = new TestApi();
    private final KubernetesClient client = api.client();
    private final NodeStore nodes = new NodeStore();
    private final PodReports reports = new PodReports();

    @AfterEach
    void stop() {
        client.close();
        api.close();
    }

    /** Changed by another replica; throttled; restarted; behind a proxy that finds nobody. */
    @ParameterizedTest
    @ValueSource(ints = {409, 429, 500, 503})
    void aReportThatCouldNotBeWrittenIsWrittenLater(int code) {
        AtomicInteger refused = new AtomicInteger();
        api.failure = request -> request.getMethod().equals("PUT") && refused.getAndIncrement() < 3
                ? Optional.of(code)
                : Optional.empty();
        start();
        reports.put(told(7));
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(stored().getStatus().phase()).isEqualTo(Phase.UP));
        assertThat(refused).hasValueGreaterThan(3);
        assertThat(stored().getStatus().creation()).isEqualTo(7);
    }

    @Test
    void whatIsWrittenAfterAFailureIsTheLatestAndOnlyThat() {
        api.failure = request -> request.getMethod().equals("PUT") ? Optional.of(503) : Optional.empty();
        start();
        for (int creation = 1; creation <= 50; creation++) {
            reports.put(told(creation));
        }
        await().atMost(DEADLINE).until(() -> api.writes.get() > 0);
        api.failure = request -> Optional.empty();
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(stored().getStatus())
                        .isNotNull()
                        .satisfies(status -> assertThat(status.creation()).isEqualTo(50)));
    }

    @Test
    void aStreamThatEndsEndsTheRetries() {
        api.failure = request -> request.getMethod().equals("PUT") ? Optional.of(503) : Optional.empty();
        start();
        PodReports.Told told = told(7);
        reports.put(told);
        await().atMost(DEADLINE).until(() -> api.writes.get() > 0);
        reports.forget("u1", told.stream());
        // The next try finds nothing to say; a later stream begins with the shortest pause again.
        api.failure = request -> Optional.empty();
        reports.put(told(8));
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(stored().getStatus().creation()).isEqualTo(8));
    }

    @Test
    void whatIsToldWhileAnEarlierReportIsReadIsWrittenToo() {
        PodReports busy = new BusyReports();
        start(busy);
        busy.put(told(7));
        await().atMost(DEADLINE).untilAsserted(() -> {
            // As the informer would.
            nodes.put(stored());
            assertThat(stored().getStatus())
                    .isNotNull()
                    .satisfies(status -> assertThat(status.creation()).isEqualTo(8));
        });
    }

    /** Its sidecar came back without it, and the VM registered before the informer had told of that. */
    @Test
    void aVmThatIsBackBeforeItsEndIsSeenIsUp() {
        start();
        reports.put(told(7));
        awaitPhase(Phase.UP);
        nodes.put(stored());
        PodReports.Told up = told(7);
        reports.put(new PodReports.Told(
                up.stream(), SHOP, "web-0", "u1", false, up.report().down(WEB_0, 7)));
        awaitPhase(Phase.DOWN);
        int before = api.writes.get();
        reports.put(up);
        // What comes of links is due after what came of the VM: by then that was looked at.
        await().during(Duration.ofSeconds(1)).atMost(DEADLINE).until(() -> api.writes.get() == before);
        nodes.put(stored());
        awaitPhase(Phase.UP);
    }

    /** The VM is started anew just when its first report has been read. */
    @Vetoed
    private static final class BusyReports extends PodReports {

        private final AtomicBoolean restarted = new AtomicBoolean();

        @Override
        public Optional<Told> of(String podUid) {
            Optional<Told> read = super.of(podUid);
            if (read.isPresent() && !restarted.getAndSet(true)) {
                put(told(8));
            }
            return read;
        }
    }

    private void awaitPhase(Phase phase) {
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(stored().getStatus())
                        .isNotNull()
                        .satisfies(status -> assertThat(status.phase()).isEqualTo(phase)));
    }

    private void start() {
        start(reports);
    }

    private void start(PodReports reports) {
        ErlangNode node = NodeLife.decide(
                Shop.cluster(NodeNames.SLOT),
                "web-0",
                WEB_0,
                Shop.pod("web-0", "u1", WEB_0),
                Optional.empty(),
                Instant.now());
        nodes.put(client.resource(node).create());
        NodeWriter writer = new NodeWriter(client);
        assertThat(new ReportWriter(writer, new ExistingNodes(client, new PodLookup(client), writer), nodes, reports))
                .isNotNull();
    }

    private ErlangNode stored() {
        return client.resources(ErlangNode.class)
                .inNamespace("prod")
                .withName("shop.web-0")
                .require();
    }

    private static PodReports.Told told(long creation) {
        return new PodReports.Told(
                new Object(), SHOP, "web-0", "u1", false, new PodReport(4370, Map.of(), Map.of()).up(WEB_0, creation));
    }
}
