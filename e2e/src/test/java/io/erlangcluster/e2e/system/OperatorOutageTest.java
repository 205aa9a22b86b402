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
        String links = watched.call("erlang system_info [dist_ctrl]").orElseThrow();

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
        String channel = channelOf(links, "web-1@shop.prod");
        assertThat(channel).isNotEmpty();
        assertThat(watched.call("erlang system_info [dist_ctrl]").orElseThrow()).contains(channel);

        platform.startOperator();
        awaitMesh(platform, 3);
    }

    /** Of {@code [{'web-1@shop.prod',#Port<0.7>},...]} the port of one node. */
    private static String channelOf(String controllers, String node) {
        int at = controllers.indexOf(node);
        int begin = controllers.indexOf('#', at);
        return at < 0 || begin < 0 ? "" : controllers.substring(begin, controllers.indexOf('>', begin) + 1);
    }
}
