package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.OperatorSettings;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.RuleWithOperationsBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfig;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.WebhookClientConfigBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What the API server is told: one entry per cluster, so that it sends us the pods of that cluster and no other, and a
 * missing operator stops nobody else. Every field that the API server would default is written out, so that what is
 * there can be compared with what should be.
 */
final class WebhookConfiguration {

    private final InjectionSettings.Webhook settings;
    private final OperatorSettings operator;

    WebhookConfiguration(InjectionSettings.Webhook settings, OperatorSettings operator) {
        this.settings = settings;
        this.operator = operator;
    }

    /** The entries for {@code clusters}, in an order that does not depend on theirs; {@code caBundle} is PEM. */
    List<MutatingWebhook> entries(Collection<ErlangCluster> clusters, String caBundle) {
        return encoded(
                clusters,
                Optional.of(Base64.getEncoder().encodeToString(caBundle.getBytes(StandardCharsets.US_ASCII))));
    }

    /** The same where somebody else writes the bundle: new entries get what those {@code before} have of him. */
    List<MutatingWebhook> entriesLike(Collection<MutatingWebhook> before, Collection<ErlangCluster> clusters) {
        return encoded(
                clusters,
                before.stream()
                        .map(entry -> entry.getClientConfig().getCaBundle())
                        .filter(Objects::nonNull)
                        .findFirst());
    }

    private List<MutatingWebhook> encoded(Collection<ErlangCluster> clusters, Optional<String> caBundle) {
        return clusters.stream()
                .filter(this::isServed)
                .sorted(Comparator.comparing(WebhookConfiguration::name))
                .map(cluster -> entry(cluster, caBundle))
                .toList();
    }

    /**
     * An empty selector would match every pod of the namespace; and the operator's own pods must start without the
     * operator.
     */
    private boolean isServed(ErlangCluster cluster) {
        Selector selector = cluster.getSpec().selector();
        boolean everything =
                selector.matchLabels().isEmpty() && selector.matchExpressions().isEmpty();
        return !everything && !cluster.getMetadata().getNamespace().equals(operator.namespace());
    }

    private MutatingWebhook entry(ErlangCluster cluster, Optional<String> caBundle) {
        return new MutatingWebhookBuilder()
                .withName(name(cluster))
                .withClientConfig(clientConfig(cluster, caBundle))
                .withNamespaceSelector(new LabelSelectorBuilder()
                        .addToMatchLabels(
                                "kubernetes.io/metadata.name",
                                cluster.getMetadata().getNamespace())
                        .build())
                .withObjectSelector(objectSelector(cluster.getSpec().selector()))
                .withRules(new RuleWithOperationsBuilder()
                        .withApiGroups("")
                        .withApiVersions("v1")
                        .withOperations("CREATE")
                        .withResources("pods")
                        .withScope("Namespaced")
                        .build())
                .withAdmissionReviewVersions("v1")
                .withFailurePolicy("Fail")
                .withMatchPolicy("Equivalent")
                .withReinvocationPolicy("IfNeeded")
                .withSideEffects("NoneOnDryRun")
                .withTimeoutSeconds(Math.toIntExact(settings.timeout().toSeconds()))
                .build();
    }

    private WebhookClientConfig clientConfig(ErlangCluster cluster, Optional<String> caBundle) {
        String path = AdmissionEndpoint.PATH + "/" + cluster.getMetadata().getNamespace() + "/"
                + cluster.getMetadata().getName();
        WebhookClientConfigBuilder config = new WebhookClientConfigBuilder().withCaBundle(caBundle.orElse(null));
        return settings.url()
                .map(url -> config.withUrl(url.resolve(path).toString()))
                .orElseGet(() -> config.withNewService(operator.service(), operator.namespace(), path, settings.port()))
                .build();
    }

    private static LabelSelector objectSelector(Selector selector) {
        return new LabelSelectorBuilder()
                .withMatchLabels(selector.matchLabels().isEmpty() ? null : selector.matchLabels())
                .withMatchExpressions(selector.matchExpressions().stream()
                        .map(WebhookConfiguration::requirement)
                        .toList())
                .build();
    }

    private static LabelSelectorRequirement requirement(Selector.Expression expression) {
        String operator = switch (expression.operator()) {
            case IN -> "In";
            case NOT_IN -> "NotIn";
            case EXISTS -> "Exists";
            case DOES_NOT_EXIST -> "DoesNotExist";
        };
        return new LabelSelectorRequirement(expression.key(), operator, expression.values());
    }

    private static String name(ErlangCluster cluster) {
        return cluster.getMetadata().getName() + "." + cluster.getMetadata().getNamespace()
                + ".inject.erlangcluster.io";
    }
}
