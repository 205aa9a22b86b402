package io.erlangcluster.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.pod.RunningPod;
import io.erlangcluster.e2e.sidecar.Authority;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Cookie, tokens and keys are nowhere but where they belong. A VM's own arguments are its image's business: {@code erl}
 * has no other way to be told a cookie than -setcookie and a file.
 */
@ExtendWith(PlatformExtension.class)
class HygieneTest {

    private static final String PRIVATE_KEY = "PRIVATE KEY";
    private static final String SIDECAR = "erlang-sidecar";

    @Test
    void noSecretIsInAnyLog(Platform platform) throws Exception {
        Map<String, String> texts = new TreeMap<>();
        for (Path log : files(platform.logs(), ".log")) {
            texts.put(log.toString(), Files.readString(log, StandardCharsets.ISO_8859_1));
        }
        assertThat(texts.keySet()).anyMatch(name -> name.endsWith("operator.log"));
        assertThat(texts.keySet()).anyMatch(name -> name.endsWith("erlang-sidecar.log"));
        assertNoSecret(platform, texts);
    }

    @Test
    void noSecretIsInTheArgumentsOfOurProcesses(Platform platform) throws Exception {
        Map<String, String> texts = new TreeMap<>();
        texts.put("operator", arguments(platform.operatorPid()));
        for (RunningPod pod : platform.runner().pods()) {
            texts.put(pod.name(), arguments(pod.container(SIDECAR).pid().orElseThrow()));
        }
        assertThat(texts)
                .hasSizeGreaterThan(3)
                .allSatisfy((name, arguments) ->
                        assertThat(arguments).contains("quarkus-run.jar").doesNotContain("HeapDumpOnOutOfMemoryError"));
        assertNoSecret(platform, texts);
    }

    @Test
    void noSecretIsInWhatTheOperatorTellsTheApi(Platform platform) throws Exception {
        Map<String, String> texts = new TreeMap<>(Map.of(
                "ErlangClusters",
                Serialization.asJson(platform.client()
                        .resources(ErlangCluster.class)
                        .inAnyNamespace()
                        .list()),
                "ErlangNodes",
                Serialization.asJson(platform.client()
                        .resources(ErlangNode.class)
                        .inAnyNamespace()
                        .list()),
                "Events",
                Serialization.asJson(
                        platform.client().v1().events().inAnyNamespace().list()),
                "Pods",
                Serialization.asJson(platform.client().pods().inAnyNamespace().list()),
                "ConfigMaps",
                Serialization.asJson(
                        platform.client().configMaps().inAnyNamespace().list())));
        assertThat(texts.get("ConfigMaps")).contains("BEGIN CERTIFICATE");
        assertNoSecret(platform, texts);
    }

    /** Of sidecars from inside the pod, where most is answered. */
    @Test
    void noSecretIsOnAnyPage(Platform platform) throws Exception {
        Map<String, String> texts = new TreeMap<>();
        for (RunningPod pod : platform.runner().pods()) {
            for (String path : List.of("/metrics", "/readyz", "/nodes")) {
                texts.put(pod.name() + path, page(pod, "127.0.0.1", 4372, path));
            }
        }
        String operator = platform.operatorAddress().getHostString();
        RunningPod asking = platform.runner().pod("web-0").orElseThrow();
        for (String path : List.of("/metrics", "/q/health")) {
            texts.put("operator" + path, page(asking, operator, 8080, path));
        }
        assertThat(texts).allSatisfy((where, page) -> assertThat(page).as(where).startsWith("HTTP/1.1 200"));
        assertThat(texts.get("operator/metrics")).contains("erlangcluster_ca_expiry");
        assertThat(texts.get("web-0/metrics")).contains("erlangcluster_");
        assertNoSecret(platform, texts);
    }

    private static String page(RunningPod from, String host, int port, String path) {
        return from.network()
                .attempt(
                        "bash",
                        "-c",
                        "exec 3<>/dev/tcp/" + host + "/" + port + " && printf 'GET " + path + " HTTP/1.1\\r\\nHost: "
                                + host + "\\r\\nConnection: close\\r\\n\\r\\n' >&3 && timeout 10 cat <&3")
                .output();
    }

    private static void assertNoSecret(Platform platform, Map<String, String> texts) throws Exception {
        Map<String, String> secrets = new TreeMap<>(Map.of("a private key", PRIVATE_KEY, "cookie", platform.cookie()));
        String key = new String(
                Base64.getDecoder()
                        .decode(Authority.secret(platform.client()).getData().get("tls.key")),
                StandardCharsets.US_ASCII);
        secrets.put("the CA's key", key.lines().skip(1).findFirst().orElseThrow());
        for (Path token : files(platform.logs(), "/token")) {
            secrets.put("token " + token, Files.readString(token));
        }
        assertThat(secrets).hasSizeGreaterThan(5);
        // What an environment looks like in /proc, in case somebody prints one whose secrets are not ours.
        secrets.put("an environment", "ERLANGCLUSTER_POD_UID=");
        assertThat(secrets).allSatisfy((what, secret) -> {
            assertThat(secret).hasSizeGreaterThanOrEqualTo(PRIVATE_KEY.length());
            assertThat(texts)
                    .allSatisfy((where, text) -> assertThat(text.contains(secret))
                            .as(what + " in " + where)
                            .isFalse());
        });
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.toString().endsWith(end)).toList();
        }
    }

    private static String arguments(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "cmdline"), StandardCharsets.ISO_8859_1);
    }
}
