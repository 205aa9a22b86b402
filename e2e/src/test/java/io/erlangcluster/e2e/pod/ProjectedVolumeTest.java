package io.erlangcluster.e2e.pod;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.api.EmbeddedApi;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectedVolumeTest {

    private static final Duration TOKEN_LIFE = Duration.ofSeconds(5);

    /** Says whether it may write and then, again and again, what it reads. */
    private static final String POD = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web-0, namespace: prod}
            spec:
              volumes:
                - name: identity
                  projected:
                    sources:
                      - serviceAccountToken: {audience: operator, expirationSeconds: 3600, path: token}
                      - configMap: {name: ca, items: [{key: bundle, path: ca.crt}]}
                      - secret: {name: cookie, items: [{key: previous, path: previous}], optional: true}
                - {name: state, emptyDir: {}}
              containers:
                - name: app
                  image: none
                  volumeMounts:
                    - {name: identity, mountPath: /var/run/secrets/erlangcluster.io, readOnly: true}
                    - {name: state, mountPath: /var/lib/erlangcluster}
                  command:
                    - bash
                    - -c
                    - |
                      touch /var/lib/erlangcluster/x && echo state written
                      cd /var/run/secrets/erlangcluster.io
                      touch x || echo read only
                      while sleep 0.2; do
                        echo "token $(cat token) ca $(cat ca.crt) previous $(cat previous 2>/dev/null || echo none) end"
                      done
            """;

    @TempDir
    Path logs;

    private final Reaper reaper = new Reaper();
    private final PodNetwork network = new PodNetwork(reaper.run());
    private final EmbeddedApi api = new EmbeddedApi(0, TOKEN_LIFE);
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
    void aPodFindsTokenConfigMapAndSecretAndSeesThemChange() throws Exception {
        try (PodRunner runner =
                new PodRunner(client, client.pods(), network, Map.of(), new ImageTable(Map.of()), logs)) {
            client.resource(Serialization.unmarshal(POD, Pod.class)).create();
            await().atMost(30, SECONDS).until(() -> waitsFor("configmap ca is not there"));
            client.resource(bundle("first")).create();

            await().atMost(30, SECONDS).until(() -> read().contains("ca first previous none end"));
            assertThat(read()).contains("state written", "read only");
            assertThat(runner.pod("web-0").orElseThrow().isReady()).isTrue();
            String token = token();
            assertThat(token).isNotEmpty();

            client.resource(bundle("second")).update();
            Secret cookie = new SecretBuilder()
                    .withNewMetadata()
                    .withName("cookie")
                    .endMetadata()
                    .addToData("previous", "b2xk")
                    .build();
            client.resource(cookie).create();
            await().atMost(30, SECONDS).until(() -> read().contains("ca second previous old end"));

            await("the next token").atMost(30, SECONDS).until(() -> !token().equals(token));
            assertThat(read().lines().filter(line -> line.startsWith("token")))
                    .as("never half a change")
                    .allMatch(line -> line.matches("token \\w+ ca (first|second) previous (none|old) end"));
        }
    }

    private boolean waitsFor(String what) {
        Pod pod = client.pods().withName("web-0").get();
        return pod.getStatus() != null && Serialization.asJson(pod.getStatus()).contains(what);
    }

    private static ConfigMap bundle(String content) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("ca")
                .endMetadata()
                .addToData("bundle", content)
                .build();
    }

    private String read() throws Exception {
        Path log = logs.resolve("web-0/app.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    /** The last one read. */
    private String token() throws Exception {
        String all = read();
        String last = all.substring(all.lastIndexOf("token "));
        return last.split(" ", 3)[1];
    }
}
