package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.RunningPod;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** docs/cookie-rotation.md on five real VMs that call each other all the time. */
@ExtendWith(PlatformExtension.class)
class CookieRotationTest {

    private static final String SECRET = Shop.NAME + "-erlang-cookie";
    private static final String NEW = "n3w".repeat(20);

    private static final List<String> RESTARTED = List.of("web-0", "web-1", "worker-0");
    private static final List<String> STAYING = List.of("web-7", "worker-7");

    /** Calls every connected node all the time; remembers who was lost and whose calls failed. */
    private static final String TRAFFIC = """
            Loop = fun L(Lost, Failed, Done) ->
                receive
                    {nodedown, N} -> L([N | Lost], Failed, Done);
                    {nodeup, _} -> L(Lost, Failed, Done);
                    {tell, From} -> From ! {lists:usort(Lost), lists:usort(Failed), Done}, L(Lost, Failed, Done)
                after 20 ->
                    Answers = [{N, catch erpc:call(N, erlang, node, [], 5000)} || N <- nodes()],
                    Bad = [N || {N, Answer} <- Answers, Answer =/= N],
                    L(Lost, Bad ++ Failed, Done + length(Answers) - length(Bad))
                end
            end,
            register(traffic, spawn(fun() -> net_kernel:monitor_nodes(true), Loop([], [], 0) end)).
            """;

    private static final String TELL =
            "traffic ! {tell, self()}, receive {Lost, Failed, Done} -> {Lost, Failed, Done} after 10000 -> silent end.";

    @Test
    void aNewCookieGoesFromPodToPodAndNoOtherLinkBreaks(Platform platform) throws Exception {
        String old = platform.cookie();
        for (String pod : STAYING) {
            platform.client()
                    .resource(platform.shop().pod(pod.substring(0, pod.indexOf('-')), 7))
                    .create();
        }
        try {
            awaitMesh(platform, 5);
            for (String pod : STAYING) {
                assertThat(node(platform, pod, old).evaluate(TRAFFIC)).startsWith("{ok, true}");
            }
            Map<String, String> channels = channels(platform, old);
            assertThat(channels).hasSize(2).doesNotContainValue("none");

            rotate(platform);
            for (String pod : RESTARTED) {
                String before = vm(platform, pod);
                kill(platform, pod);
                await("the new VM of " + pod + " has the new cookie and all links, logs: " + platform.logs())
                        .atMost(90, SECONDS)
                        .untilAsserted(() -> {
                            assertThat(vm(platform, pod)).isNotEqualTo(before);
                            assertThat(node(platform, pod, NEW).nodes())
                                    .hasValueSatisfying(
                                            others -> assertThat(others).hasSize(4));
                        });
            }

            assertThat(channels(platform, old)).isEqualTo(channels);
            for (String pod : STAYING) {
                assertThat(node(platform, pod, old).nodes().orElseThrow()).hasSize(4);
                String told = node(platform, pod, old).evaluate(TELL);
                assertThat(told).as("nodes lost and calls failed").doesNotContain("-7@");
                assertThat(told).startsWith("{ok, {[").contains("web-0@", "web-1@", "worker-0@");
            }
        } finally {
            STAYING.forEach(pod -> platform.client()
                    .pods()
                    .inNamespace(Shop.NAMESPACE)
                    .withName(pod)
                    .delete());
        }
        awaitMesh(platform, 3);
    }

    /** The command of the document, which is one JSON patch. */
    private static void rotate(Platform platform) {
        String encoded = Base64.getEncoder().encodeToString(NEW.getBytes(StandardCharsets.US_ASCII));
        platform.client()
                .secrets()
                .inNamespace(Shop.NAMESPACE)
                .withName(SECRET)
                .patch(PatchContext.of(PatchType.JSON), """
                        [{"op": "copy", "from": "/data/cookie", "path": "/data/previous-cookie"},
                         {"op": "replace", "path": "/data/cookie", "value": "%s"}]""".formatted(encoded));
        assertThat(platform.cookie()).isEqualTo(NEW);
    }

    private static RealNode node(Platform platform, String pod, String cookie) {
        RunningPod running = pod(platform, pod);
        return new RealNode(running.network(), Platform.name(running.pod()), cookie);
    }

    private static RunningPod pod(Platform platform, String name) {
        return platform.runner().pod(name).orElseThrow();
    }

    private static String vm(Platform platform, String pod) {
        return String.valueOf(pod(platform, pod).application().pid());
    }

    private static void kill(Platform platform, String pod) {
        ProcessHandle.of(pod(platform, pod).application().pid().orElseThrow())
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    /** The distribution channels between the two that keep their VM. */
    private static Map<String, String> channels(Platform platform, String cookie) {
        Map<String, String> channels = new TreeMap<>();
        for (String pod : STAYING) {
            String peer = STAYING.stream()
                            .filter(other -> !other.equals(pod))
                            .findFirst()
                            .orElseThrow() + "@shop.prod";
            channels.put(pod, node(platform, pod, cookie).channel(peer).orElse("none"));
        }
        return channels;
    }
}
