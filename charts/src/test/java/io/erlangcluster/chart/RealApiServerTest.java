package io.erlangcluster.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The manifests on an API server with RBAC on, and what it answers to the operator's account. */
@Tag("kube")
class RealApiServerTest {

    private static final String ACCOUNT = "system:serviceaccount:" + Chart.NAMESPACE + ":" + Chart.NAME;

    private final KubectlProxy proxy = KubectlProxy.start();
    private final KubernetesClient admin = client("");
    private final KubernetesClient operator = client(ACCOUNT);
    private Chart applied = new Chart("");

    @AfterEach
    void remove() {
        applied.objects().stream()
                .filter(this::isServed)
                .forEach(object -> admin.resource(object).delete());
        Stream.of(Chart.NAMESPACE, "chart-watched", "chart-other")
                .forEach(namespace -> admin.namespaces()
                        .withName(namespace)
                        .withTimeout(60, TimeUnit.SECONDS)
                        .delete());
        operator.close();
        admin.close();
        proxy.close();
    }

    @Test
    void theAccountMayDoWhatTheChartSaysAndNoMore() {
        apply(Chart.render());
        assertThat(Rights.of(applied).grants()).allMatch(this::mayDo);
        assertThat(List.of(
                        grant("", "create", "", "pods"),
                        grant("", "create", "", "pods/exec"),
                        grant("", "delete", "", "secrets"),
                        grant("", "update", "erlangcluster.io", "erlangclusters"),
                        grant("", "delete", "erlangcluster.io", "erlangclusters"),
                        grant("", "list", "", "nodes"),
                        grant("", "create", "admissionregistration.k8s.io", "mutatingwebhookconfigurations"),
                        grant("", "create", "rbac.authorization.k8s.io", "clusterrolebindings"),
                        grant(Chart.NAMESPACE, "update", "apps", "deployments")))
                .noneMatch(this::mayDo);
    }

    @Test
    void watchingSomeNamespacesGivesNothingElsewhere() {
        namespace("chart-watched");
        namespace("chart-other");
        apply(Chart.render("watchNamespaces: [chart-watched]"));
        assertThat(Rights.of(applied).grants()).isNotEmpty().allMatch(this::mayDo);
        assertThat(List.of(
                        grant("chart-other", "list", "", "pods"),
                        grant("chart-other", "list", "", "secrets"),
                        grant("chart-other", "list", "erlangcluster.io", "erlangclusters"),
                        grant("", "list", "", "secrets")))
                .noneMatch(this::mayDo);
    }

    private KubernetesClient client(String impersonated) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(proxy.url())
                        .withImpersonateUsername(impersonated)
                        .build())
                .build();
    }

    private void apply(Chart chart) {
        namespace(Chart.NAMESPACE);
        applied = chart;
        chart.objects().stream()
                .filter(this::isServed)
                .forEach(object -> admin.resource(object).forceConflicts().serverSideApply());
    }

    /** policy/v1 came with 1.21; the API server that is built from Debian's sources is older. */
    private boolean isServed(HasMetadata object) {
        return !object.getApiVersion().equals("policy/v1")
                || admin.getApiGroup("policy").getVersions().stream()
                        .anyMatch(version -> version.getVersion().equals("v1"));
    }

    private void namespace(String name) {
        admin.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    private boolean mayDo(Grant grant) {
        String[] resource = grant.resource().split("/", 2);
        SelfSubjectAccessReview review = new SelfSubjectAccessReviewBuilder()
                .withNewSpec()
                .withNewResourceAttributes()
                .withNamespace(grant.namespace())
                .withVerb(grant.verb())
                .withGroup(grant.group())
                .withResource(resource[0])
                .withSubresource(resource.length == 1 ? "" : resource[1])
                .withName(grant.names().isEmpty() ? "" : grant.names().getFirst())
                .endResourceAttributes()
                .endSpec()
                .build();
        return operator.authorization()
                .v1()
                .selfSubjectAccessReview()
                .create(review)
                .getStatus()
                .getAllowed();
    }

    private static Grant grant(String namespace, String verb, String group, String resource) {
        return new Grant(namespace, verb, group, resource, List.of());
    }
}
