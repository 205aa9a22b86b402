package io.erlangcluster.e2e.platform;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.e2e.api.EmbeddedApi;
import io.erlangcluster.e2e.pod.ImageTable;
import io.erlangcluster.e2e.pod.NetworkNamespace;
import io.erlangcluster.e2e.pod.PodNetwork;
import io.erlangcluster.e2e.pod.PodRunner;
import io.erlangcluster.e2e.pod.Reaper;
import io.erlangcluster.e2e.pod.RunningPod;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** API server, operator and pod runner on this machine, each run apart from every other; needs root. */
public final class Platform implements AutoCloseable {

    /** How the operator shows itself to the API, so that what it asks for can be told from what others do. */
    public static final String OPERATOR_TOKEN = "operator";

    /** A day where kubelets need a minute to bring a file to a pod; here they need no time. */
    private static final String ANNOUNCEMENT = "PT5S";

    private final Map<String, List<String>> images;
    private final List<String> operatorCommand;
    private final Reaper reaper = new Reaper();
    private final Path logs;
    private final PodNetwork network;
    private final ServerProcess apiServer;
    private final String apiUrl;
    private final KubernetesClient client;
    private final PodRunner runner;
    private final Shop shop;
    private ServerProcess operator;

    /** Starts all of it; returns before the operator is ready to serve. */
    public Platform() {
        this(Builds.find().images());
    }

    /** As the other, with {@code images} in place of what the build left. */
    public Platform(Map<String, List<String>> images) {
        this(images, Builds.find().smallOperator());
    }

    /** As the other, with {@code operatorCommand} in place of what the build left. */
    Platform(Map<String, List<String>> images, List<String> operatorCommand) {
        this.images = images;
        this.operatorCommand = operatorCommand;
        try {
            logs = Files.createTempDirectory("erlangcluster-" + reaper.run() + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("no room for logs in " + System.getProperty("java.io.tmpdir"), e);
        }
        network = new PodNetwork(reaper.run());
        apiServer = ServerProcess.java(
                List.of("-cp", System.getProperty("java.class.path"), EmbeddedApi.class.getName(), "0"),
                logs.resolve("api.log"),
                reaper);
        apiUrl = apiServer.awaitLine("listening ");
        client = new KubernetesClientBuilder()
                .withConfig(
                        new ConfigBuilder(Config.empty()).withMasterUrl(apiUrl).build())
                .build();
        // The chart brings it empty and lets the operator fill it.
        client.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName("erlang-cluster-operator")
                        .endMetadata()
                        .build())
                .create();
        operator = launchOperator();
        runner = run(Shop.NAMESPACE);
        shop = Shop.load();
    }

    /** Runs the pods of {@code namespace} until it is closed. */
    public PodRunner run(String namespace) {
        return new PodRunner(
                client,
                client.pods().inNamespace(namespace),
                network,
                Map.of(Shop.OPERATOR_HOST, network.hostIp()),
                new ImageTable(images),
                logs);
    }

    private ServerProcess launchOperator() {
        return ServerProcess.start(
                operatorCommand,
                Map.of(
                        "QUARKUS_HTTP_HOST",
                        network.hostIp(),
                        "ERLANGCLUSTER_CONTROL_HOST",
                        network.hostIp(),
                        "ERLANGCLUSTER_CONTROL_PORT",
                        Integer.toString(Shop.OPERATOR_PORT),
                        "QUARKUS_HTTP_SSL_PORT",
                        "0",
                        "ERLANGCLUSTER_IDENTITY_EXTRA_NAMES",
                        network.hostIp(),
                        "ERLANGCLUSTER_IDENTITY_ANNOUNCEMENT",
                        ANNOUNCEMENT,
                        "KUBERNETES_MASTER",
                        apiUrl,
                        "KUBERNETES_AUTH_TRYKUBECONFIG",
                        "false",
                        "KUBERNETES_AUTH_TOKEN",
                        OPERATOR_TOKEN),
                logs.resolve("operator.log"),
                reaper);
    }

    public KubernetesClient client() {
        return client;
    }

    public Shop shop() {
        return shop;
    }

    public PodRunner runner() {
        return runner;
    }

    /** Where every process of this run writes: api.log, operator.log, POD/CONTAINER.log. */
    public Path logs() {
        return logs;
    }

    public String apiUrl() {
        return apiUrl;
    }

    /** Address and port of the operator's control stream. */
    public InetSocketAddress operatorAddress() {
        return new InetSocketAddress(network.hostIp(), Shop.OPERATOR_PORT);
    }

    public long operatorPid() {
        return operator.pid();
    }

    /** A machine in the pods' network that is no pod; it is there until the platform goes. */
    public NetworkNamespace stranger() {
        return network.create("stranger");
    }

    public void killOperator() {
        operator.kill();
    }

    /** Asks the operator to end, and waits until it has; after {@code graceSeconds} it is ended. */
    void stopOperator(long graceSeconds) {
        operator.close(graceSeconds);
    }

    /** Starts the operator again after {@link #killOperator}. */
    public void startOperator() {
        operator = launchOperator();
    }

    /** The pod's node as the VM itself sees it; the pod must have a network. */
    public RealNode node(RunningPod pod) {
        return new RealNode(pod.network(), name(pod.pod()), cookie());
    }

    /** The cluster's cookie, from the Secret that the operator made. */
    public String cookie() {
        return cookie(Shop.NAMESPACE, Shop.NAME);
    }

    /** The cookie that the operator made for {@code cluster}; empty if there is none yet. */
    public String cookie(String namespace, String cluster) {
        return Optional.ofNullable(client.secrets()
                        .inNamespace(namespace)
                        .withName(cluster + "-erlang-cookie")
                        .get())
                .map(secret ->
                        new String(Base64.getDecoder().decode(secret.getData().get("cookie")), StandardCharsets.UTF_8))
                .orElse("");
    }

    /** Asks every real node, all at once. */
    public Mesh askAll() {
        String cookie = cookie();
        Map<String, Optional<Set<String>>> views = new ConcurrentSkipListMap<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            runner.pods()
                    .forEach(pod -> threads.execute(() -> {
                        RealNode node = new RealNode(pod.network(), name(pod.pod()), cookie);
                        views.put(node.name(), node.nodes());
                    }));
        }
        return new Mesh(views);
    }

    /**
     * Asks one real node after the other, and no more of them once one does not list exactly the others: on a machine
     * where everything is just starting, asking all of them over and over would be most of the work.
     */
    public Mesh askUntilMissing(Set<String> expected) {
        String cookie = cookie();
        Map<String, Optional<Set<String>>> views = new ConcurrentSkipListMap<>();
        for (RunningPod pod : runner.pods()) {
            RealNode node = new RealNode(pod.network(), name(pod.pod()), cookie);
            Optional<Set<String>> view = node.nodes();
            views.put(node.name(), view);
            if (view.map(others -> others.size() != expected.size() - 1).orElse(true)) {
                break;
            }
        }
        return new Mesh(views);
    }

    /** The names of the pods' nodes that the API holds and nobody deletes. */
    public Set<String> expected() {
        return client.pods().inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .map(Platform::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names in the registry: every ErlangNode of the namespace. */
    public Set<String> registered() {
        return client.resources(ErlangNode.class).inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .map(node -> node.getSpec().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether the cluster's status counts every expected node and says that the mesh is complete. */
    public boolean statusIsComplete() {
        ErlangClusterStatus status = client.resources(ErlangCluster.class)
                .inNamespace(Shop.NAMESPACE)
                .withName(Shop.NAME)
                .get()
                .getStatus();
        return status != null
                && status.up() == expected().size()
                && status.conditions().stream()
                        .anyMatch(condition -> condition.type().equals("MeshComplete")
                                && condition.status().equals("True"));
    }

    /** The node's name that injection gave to {@code pod}. */
    public static String name(Pod pod) {
        return pod.getMetadata().getAnnotations().getOrDefault(Annotations.NODE_NAME, "");
    }

    @Override
    public void close() {
        runner.close();
        client.close();
        operator.close();
        apiServer.close();
        network.close();
        reaper.close();
    }

    /** Removes the logs of a closed platform. */
    public void forget() {
        try (Stream<Path> files = Files.walk(logs)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + logs, e);
        }
    }
}
