package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.pod.RunningContainer;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformExtension.class)
class OperatorOutageTest {

    private static final Duration OUTAGE = Duration.ofSeconds(10);

    @Test
    void nothingDropsAndWhatChangedMeanwhileIsRightAfterwards(Platform platform) {
        Pod extra = platform.shop().pod("web", 2);
        platform.client().resource(extra).create();
        awaitMesh(platform, 4);
        RealNode watched = platform.node(platform.runner().pod("web-0").orElseThrow());
        String channel = watched.channel("web-1@shop.prod").orElseThrow();

        platform.killOperator();
        Instant end = Instant.now().plus(OUTAGE);
        RunningContainer vm = platform.runner().pod("worker-0").orElseThrow().application();
        ProcessHandle.of(vm.pid().orElseThrow()).orElseThrow().destroyForcibly();
        platform.client().resource(extra).delete();
        await().atMost(60, SECONDS).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            assertThat(watched.nodes().orElseThrow()).contains("web-1@shop.prod");
            assertThat(Instant.now()).isAfter(end);
        });
        // The same channel as before: web-0 and web-1 were never apart.
        assertThat(watched.channel("web-1@shop.prod")).contains(channel);

        platform.startOperator();
        awaitMesh(platform, 3);
    }
}
