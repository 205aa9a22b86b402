package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.RunningContainer;
import io.erlangcluster.e2e.pod.RunningPod;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformExtension.class)
class MeshFormationTest {

    @Test
    void threeNodesFindEachOther(Platform platform) {
        assertThat(platform.askAll().links()).isEqualTo(3);
        await().atMost(30, SECONDS).untilAsserted(() -> {
            ErlangCluster cluster = platform.client()
                    .resources(ErlangCluster.class)
                    .inNamespace(Shop.NAMESPACE)
                    .withName(Shop.NAME)
                    .get();
            assertThat(cluster.getStatus().linksSummary()).isEqualTo("3/3");
            assertThat(cluster.getStatus()
                            .condition("MeshComplete")
                            .orElseThrow()
                            .status()
                            .toString())
                    .isEqualToIgnoringCase("True");
        });
    }

    @Test
    void aKilledVmComesBackUnderItsName(Platform platform) {
        RunningPod victim = platform.runner().pod("web-1").orElseThrow();
        int restarts = victim.application().restarts();
        kill(victim.application());
        awaitRestart(victim.application(), restarts);
        awaitMesh(platform, 3);
        assertThat(platform.expected()).contains("web-1@shop.prod");
    }

    @Test
    void aKilledSidecarIsStartedAgainAndTheMeshWithIt(Platform platform) {
        RunningContainer sidecar = platform.runner().pod("web-0").orElseThrow().container("erlang-sidecar");
        int restarts = sidecar.restarts();
        kill(sidecar);
        awaitRestart(sidecar, restarts);
        awaitMesh(platform, 3);
    }

    @Test
    void allAtTheSameInstantInAnyOrderEndsComplete(Platform platform) {
        List<Pod> more = new ArrayList<>(platform.shop().pods(6).subList(3, 6));
        Collections.shuffle(more, new Random());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            more.forEach(
                    pod -> threads.execute(() -> platform.client().resource(pod).create()));
        }
        awaitMesh(platform, 6);

        List<RunningContainer> vms =
                platform.runner().pods().stream().map(RunningPod::application).toList();
        List<Integer> restarts = vms.stream().map(RunningContainer::restarts).toList();
        vms.forEach(MeshFormationTest::kill);
        for (int i = 0; i < vms.size(); i++) {
            awaitRestart(vms.get(i), restarts.get(i));
        }
        awaitMesh(platform, 6);

        more.forEach(pod -> platform.client().resource(pod).delete());
        awaitMesh(platform, 3);
    }

    @Test
    void aSecondRegistrationOfALiveNameIsRefusedAndClosed(Platform platform) {
        RealNode node = platform.node(platform.runner().pod("web-0").orElseThrow());
        String before = node.network().attempt("epmd", "-names").output();
        // ALIVE2_REQ: length, 120, port 9999, hidden, tcp, versions 6 to 5, name, no extra; then all until end of file.
        String alive2 = "\\x00\\x12\\x78\\x27\\x0f\\x48\\x00\\x00\\x06\\x00\\x05\\x00\\x05web-0\\x00\\x00";
        String answer = node.network()
                .attempt(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/127.0.0.1/4369; printf '" + alive2
                                + "' >&3; timeout 8 od -An -v -tx1 <&3; echo end $?")
                .output();
        // ALIVE2_X_RESP (118), result 1, creation of 32 bits; then closed by the server.
        assertThat(answer).matches("(?s)\\s*76 01( [0-9a-f]{2}){4}\\s+end 0");
        assertThat(node.network().attempt("epmd", "-names").output()).isEqualTo(before);
        awaitMesh(platform, 3);
    }

    private static void kill(RunningContainer container) {
        ProcessHandle.of(container.pid().orElseThrow()).orElseThrow().destroyForcibly();
    }

    private static void awaitRestart(RunningContainer container, int before) {
        await().atMost(60, SECONDS)
                .until(() -> container.restarts() > before && container.pid().isPresent());
    }
}
