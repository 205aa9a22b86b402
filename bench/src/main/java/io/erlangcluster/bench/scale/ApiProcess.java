package io.erlangcluster.bench.scale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The API server, whose memory and threads are not the operator's, and what this program asks of it. */
final class ApiProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final String url;
    private final KubernetesClient client;
    private final HttpClient http = HttpClient.newHttpClient();

    private ApiProcess(Process process, String url) {
        this.process = process;
        this.url = url;
        this.client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty()).withMasterUrl(url).build())
                .build();
    }

    /**
     * What was asked so far, watches and leader election aside.
     *
     * @param latest some of the last ones
     */
    record Requests(long count, List<String> latest) {}

    static ApiProcess start(Population population, Path log) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-Xmx3g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PopulatedApi.class.getName(),
                        Integer.toString(population.sidecars()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        String url = Await.value("the API server, see " + log, PATIENCE, () -> listening(log));
        return new ApiProcess(process, url);
    }

    private static Optional<String> listening(Path log) throws IOException {
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.startsWith("listening "))
                    .map(line -> line.substring("listening ".length()))
                    .findFirst();
        }
    }

    String url() {
        return url;
    }

    Requests requests() throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/debug/requests")).build(),
                HttpResponse.BodyHandlers.ofString());
        JsonNode json = JSON.readTree(answer.body());
        List<String> latest = new ArrayList<>();
        json.get("latest").forEach(request -> latest.add(request.asText()));
        return new Requests(json.get("count").asLong(), latest);
    }

    /** A token bound to the pod, as the kubelet would ask for. */
    String token(int sidecar) {
        return client.serviceAccounts()
                .inNamespace(Population.NAMESPACE)
                .withName("default")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences("erlang-cluster-operator")
                        .withExpirationSeconds(Duration.ofDays(1).toSeconds())
                        .withNewBoundObjectRef("v1", "Pod", Population.podName(sidecar), Population.podUid(sidecar))
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** The certificates to trust, once the operator has brought them, PEM. */
    String trustBundle() throws InterruptedException {
        return Await.value(
                "the trust bundle",
                PATIENCE,
                () -> Optional.ofNullable(client.configMaps()
                                .inNamespace(Population.NAMESPACE)
                                .withName("erlang-cluster-ca")
                                .get())
                        .map(bundle -> bundle.getData().getOrDefault("ca.crt", ""))
                        .filter(pem -> !pem.isEmpty()));
    }

    /** Writes {@code creation} into the status of the first node of {@code cluster}. */
    void change(int cluster, int creation) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(url + "/apis/" + ErlangCluster.GROUP + "/" + ErlangCluster.VERSION
                                + "/namespaces/" + Population.NAMESPACE + "/erlangnodes/"
                                + Population.firstNode(cluster) + "/status"))
                        .header("Content-Type", "application/merge-patch+json")
                        .method(
                                "PATCH",
                                HttpRequest.BodyPublishers.ofString("{\"status\":{\"creation\":" + creation + "}}"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("status not changed: " + answer.body());
        }
    }

    @Override
    public void close() {
        client.close();
        http.shutdownNow();
        process.destroyForcibly();
        process.onExit().join();
    }
}
