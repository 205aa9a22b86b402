package io.erlangcluster.e2e.kube;

import io.erlangcluster.chart.Chart;
import io.erlangcluster.e2e.platform.Builds;
import io.erlangcluster.e2e.platform.Mesh;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.ServerProcess;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.ImageTable;
import io.erlangcluster.e2e.pod.PodNetwork;
import io.erlangcluster.e2e.pod.PodRunner;
import io.erlangcluster.e2e.pod.Reaper;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/**
 * The chart on a real API server and, because nothing there runs pods, what would run in it as processes of this
 * machine: the operator under the chart's account, and the pods of {@link Shop#NAMESPACE} that are labelled so.
 */
final class RealSystem implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";

    private static final String VALUES = "sidecar: {image: {tag: 0.1.0}}\n";

    private final Chart chart;
    private final RealApi api = new RealApi();
    private final Builds builds = Builds.find();
    private final List<CustomResourceDefinition> crds = crds(builds.root());
    private final Reaper reaper = new Reaper();
    private final PodNetwork network = new PodNetwork(reaper.run());
    private final InetSocketAddress webhook = new InetSocketAddress(InetAddress.getLoopbackAddress(), freePort());
    private final ServerProcess operator;
    private final PodRunner runner;
    private final PaperPods paper;

    RealSystem(Path logs) {
        this(logs, "", Map.of());
    }

    /** As the other, with {@code values} for the chart, YAML, and what is {@code different} in the environment here. */
    RealSystem(Path logs, String values, Map<String, String> different) {
        chart = Chart.render(VALUES + values);
        api.install(crds, chart);
        api.createNamespace(Shop.NAMESPACE);
        Map<String, String> environment = environment(logs);
        environment.putAll(different);
        operator = ServerProcess.start(builds.operator(), environment, logs.resolve("operator.log"), reaper);
        var pods = client().pods().inNamespace(Shop.NAMESPACE);
        runner = new PodRunner(
                client(),
                pods.withLabel(Workloads.RUN, "true"),
                network,
                Map.of(Shop.OPERATOR_HOST, network.hostIp()),
                new ImageTable(builds.images()),
                logs);
        paper = new PaperPods(client(), pods.withLabel(Workloads.RUN, "false"));
    }

    /** The chart's, and where things are on this machine. The API server has no way to Services: it gets an address. */
    private Map<String, String> environment(Path logs) {
        Map<String, String> environment = new HashMap<>();
        for (EnvVar variable : chart.the(Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv()) {
            Optional.ofNullable(variable.getValue()).ifPresent(value -> environment.put(variable.getName(), value));
        }
        String port = Integer.toString(webhook.getPort());
        environment.putAll(Map.of(
                "POD_NAMESPACE",
                Chart.NAMESPACE,
                "QUARKUS_HTTP_HOST",
                LOOPBACK,
                "QUARKUS_HTTP_PORT",
                "0",
                "QUARKUS_HTTP_SSL_PORT",
                port,
                "ERLANGCLUSTER_IDENTITY_EXTRA_NAMES",
                LOOPBACK + "," + network.hostIp(),
                "ERLANGCLUSTER_INJECTION_WEBHOOK_URL",
                "https://" + LOOPBACK + ":" + port,
                "ERLANGCLUSTER_CONTROL_HOST",
                network.hostIp(),
                "ERLANGCLUSTER_CONTROL_PORT",
                Integer.toString(Shop.OPERATOR_PORT)));
        environment.putAll(Map.of(
                "KUBERNETES_MASTER", api.url(),
                "KUBERNETES_CERTS_CA_FILE", api.ca(logs).toString(),
                "KUBERNETES_AUTH_TRYKUBECONFIG", "false",
                "KUBERNETES_AUTH_TOKEN", api.token(Chart.NAMESPACE, Chart.NAME)));
        return environment;
    }

    KubernetesClient client() {
        return api.client();
    }

    /** Where the API server finds the webhook. */
    InetSocketAddress webhook() {
        return webhook;
    }

    /** Where sidecars find the operator. */
    InetSocketAddress control() {
        return new InetSocketAddress(network.hostIp(), Shop.OPERATOR_PORT);
    }

    /** Somebody who may edit the namespace, with a connection of his own to the API server. */
    KubernetesClient user(Path directory) {
        return api.user(Shop.NAMESPACE, directory);
    }

    /** Somebody with the operator's rights, and no proxy between him and the API server. */
    KubernetesClient operatorsPeer(Path directory) {
        return api.account(Chart.NAMESPACE, Chart.NAME, directory);
    }

    /** What the operator has used since it started. */
    Duration operatorCpu() {
        return ProcessHandle.of(operator.pid())
                .flatMap(process -> process.info().totalCpuDuration())
                .orElseThrow(() -> new IllegalStateException("the operator has ended: see operator.log"));
    }

    /** Every node that runs. */
    List<RealNode> nodes() {
        String cookie = cookie();
        return runner.pods().stream()
                .map(pod -> new RealNode(pod.network(), Platform.name(pod.pod()), cookie))
                .toList();
    }

    /** Asks every node that runs, all at once. */
    Mesh askAll() {
        Map<String, Optional<Set<String>>> views = new ConcurrentSkipListMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nodes().forEach(node -> threads.execute(() -> views.put(node.name(), node.nodes())));
        }
        return new Mesh(views);
    }

    /** Whether NetworkPolicies know endPort, in which ours are written: from 1.22 on. */
    boolean hasPortRanges() {
        VersionInfo version = client().getKubernetesVersion();
        return Integer.parseInt(version.getMinor().replaceAll("\\D", "")) >= 22;
    }

    private String cookie() {
        String encoded = client().secrets()
                .inNamespace(Shop.NAMESPACE)
                .withName(Shop.NAME + "-erlang-cookie")
                .require()
                .getData()
                .get("cookie");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private static List<CustomResourceDefinition> crds(Path root) {
        try (Stream<Path> files = Files.list(root.resolve("charts/" + Chart.NAME + "/crds"))) {
            List<CustomResourceDefinition> crds = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                crds.add(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
            }
            return crds;
        } catch (IOException e) {
            throw new UncheckedIOException("the chart's definitions cannot be read", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException("no free port", e);
        }
    }

    @Override
    public void close() {
        runner.close();
        paper.close();
        operator.close();
        api.deleteNamespace(Shop.NAMESPACE);
        api.uninstall(crds, chart);
        api.close();
        network.close();
        reaper.close();
    }
}
