package io.erlangcluster.e2e.kube;

import static org.awaitility.Awaitility.await;

import io.erlangcluster.chart.Chart;
import io.erlangcluster.chart.KubectlProxy;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The API server of KUBECONFIG, for tests that may do anything to it. */
final class RealApi implements AutoCloseable {

    private static final long TOKEN_SECONDS = 3600;
    private static final long GENEROUS_SECONDS = 90;

    private final Config config = Config.fromKubeconfig(
            new File(Objects.requireNonNull(System.getenv("KUBECONFIG"), "KUBECONFIG names no cluster")));
    private final KubectlProxy proxy = KubectlProxy.start();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(
                    new ConfigBuilder(Config.empty()).withMasterUrl(proxy.url()).build())
            .build();

    /** Whoever the kubeconfig says. */
    KubernetesClient client() {
        return client;
    }

    /** Where the API server is reached without help, over TLS. */
    String url() {
        return config.getMasterUrl();
    }

    /** A file with the certificate that proves the API server, in PEM. */
    Path ca(Path directory) {
        try {
            return config.getCaCertData() == null
                    ? Path.of(config.getCaCertFile())
                    : Files.write(
                            directory.resolve("ca.crt"), Base64.getDecoder().decode(config.getCaCertData()));
        } catch (IOException e) {
            throw new IllegalStateException("cannot write to " + directory, e);
        }
    }

    /** What a kubelet would mount into the account's pods. */
    String token(String namespace, String account) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(TOKEN_SECONDS)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** The namespace's default account, with the role edit there, and no proxy between it and the API server. */
    KubernetesClient user(String namespace, Path directory) {
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName("e2e-user")
                        .endMetadata()
                        .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "edit")
                        .addNewSubject("", "ServiceAccount", "default", namespace)
                        .build())
                .serverSideApply();
        return account(namespace, "default", directory);
    }

    /** As the account, with no proxy between it and the API server. */
    KubernetesClient account(String namespace, String name, Path directory) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(url())
                        .withCaCertFile(ca(directory).toString())
                        .withOauthToken(token(namespace, name))
                        .build())
                .build();
    }

    /** With the label that API servers set themselves from 1.21 on. */
    void createNamespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("kubernetes.io/metadata.name", name)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    /** Whoever ran its pods has gone, and nobody would ever say of those that are bound that they have ended. */
    void deleteNamespace(String name) {
        Resource<Namespace> namespace = client.namespaces().withName(name);
        endPods(name);
        namespace.delete();
        await("end of namespace " + name)
                .atMost(GENEROUS_SECONDS, TimeUnit.SECONDS)
                .until(() -> {
                    endPods(name);
                    return namespace.get() == null;
                });
    }

    private void endPods(String namespace) {
        client.pods().inNamespace(namespace).withGracePeriod(0).delete();
    }

    /** As helm does: first the definitions of {@code crds}, then the rest. */
    void install(List<CustomResourceDefinition> crds, Chart chart) {
        for (CustomResourceDefinition crd : crds) {
            // Not by server-side apply: an API server older than their rules refuses those instead of dropping them.
            client.resource(crd).createOr(NonDeletingOperation::update);
            client.resource(crd).waitUntilCondition(RealApi::isEstablished, GENEROUS_SECONDS, TimeUnit.SECONDS);
        }
        createNamespace(Chart.NAMESPACE);
        served(chart).forEach(object -> client.resource(object).forceConflicts().serverSideApply());
    }

    void uninstall(List<CustomResourceDefinition> crds, Chart chart) {
        served(chart).forEach(object -> client.resource(object).delete());
        crds.forEach(crd -> client.resource(crd).delete());
        deleteNamespace(Chart.NAMESPACE);
    }

    private static boolean isEstablished(@Nullable CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /**
     * policy/v1 came with 1.21; the API server that is built from Debian's sources is older. cert-manager is not there:
     * what it does, tests do.
     */
    private List<HasMetadata> served(Chart chart) {
        boolean policy = client.getApiGroup("policy").getVersions().stream()
                .anyMatch(version -> version.getVersion().equals("v1"));
        return chart.objects().stream()
                .filter(object -> policy || !object.getApiVersion().equals("policy/v1"))
                .filter(object -> !object.getApiVersion().startsWith("cert-manager.io/"))
                .toList();
    }

    @Override
    public void close() {
        client.close();
        proxy.close();
    }
}
