package io.erlangcluster.e2e.pod;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.api.EmbeddedApi;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodRunnerTest {

    /** A sidecar that listens after a while, and a container that says whether it did. */
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: prod}
            spec:
              hostAliases: [{ip: 127.0.0.1, hostnames: [shop.prod]}]
              initContainers:
                - name: side
                  image: none
                  restartPolicy: Always
                  command: [erl, -noinput, -eval, "timer:sleep(500), gen_tcp:listen(4369, []), timer:sleep(infinity)."]
                  startupProbe: {tcpSocket: {port: 4369}}
              containers:
                - name: app
                  image: none
                  env: [{name: ONLY, value: mine}, {name: IP, valueFrom: {fieldRef: {fieldPath: status.podIP}}}]
                  command:
                    - bash
                    - -c
                    - "exec 3<>/dev/tcp/127.0.0.1/4369 && echo up $IP; env; cat /etc/hosts; exec sleep 600"
            """;

    @TempDir
    Path logs;

    private final Reaper reaper = new Reaper();
    private final PodNetwork network = new PodNetwork(reaper.run());
    private final EmbeddedApi api = new EmbeddedApi(0);
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl(api.url())
                    .withNamespace("prod")
                    .build())
            .build();

    @AfterEach
    void close() {
        client.close();
        api.close();
        network.close();
        reaper.close();
    }

    @Test
    void runsAPodAsAKubeletDoes() throws Exception {
        try (PodRunner runner = new PodRunner(
                client,
                client.pods(),
                network,
                Map.of("operator.svc", network.hostIp()),
                new ImageTable(Map.of()),
                logs)) {
            client.resource(Serialization.unmarshal(POD, Pod.class)).create();
            await().atMost(60, SECONDS).until(() -> condition("Ready").equals("True"));
            RunningPod pod = runner.pod("web-0").orElseThrow();

            Path log = logs.resolve("web-0/app.log");
            await().atMost(20, SECONDS).until(() -> Files.readString(log).contains("operator.svc"));
            assertThat(Files.readString(log))
                    .startsWith("up " + pod.network().ip())
                    .contains("ONLY=mine", "127.0.0.1 shop.prod", network.hostIp() + " operator.svc")
                    .doesNotContain("JAVA_HOME", "USER=");

            long first = pod.application().pid().orElseThrow();
            ProcessHandle.of(first).orElseThrow().destroyForcibly();
            await().atMost(30, SECONDS)
                    .untilAsserted(() -> assertThat(
                                    status().getContainerStatuses().getFirst().getRestartCount())
                            .isEqualTo(1));
            await().atMost(30, SECONDS).until(() -> condition("Ready").equals("True"));
            assertThat(pod.application().pid().orElseThrow()).isNotEqualTo(first);

            client.pods().withName("web-0").delete();
            await().atMost(30, SECONDS)
                    .until(() -> client.pods().withName("web-0").get() == null);
            assertThat(Command.run("ip", "netns")).doesNotContain(pod.network().name());
            assertThat(Path.of("/etc/netns", pod.network().name())).doesNotExist();
        }
    }

    private PodStatus status() {
        return client.pods().withName("web-0").get().getStatus();
    }

    private String condition(String type) {
        return status() == null
                ? ""
                : status().getConditions().stream()
                        .filter(c -> c.getType().equals(type))
                        .map(c -> c.getStatus())
                        .findFirst()
                        .orElse("");
    }
}
