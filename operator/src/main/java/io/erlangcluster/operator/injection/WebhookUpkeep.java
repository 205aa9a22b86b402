package io.erlangcluster.operator.injection;

import io.erlangcluster.operator.AnyChange;
import io.erlangcluster.operator.OperatorSettings;
import io.erlangcluster.operator.identity.CertificateAuthority;
import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps the MutatingWebhookConfiguration in step with the clusters and the CA, and heals it when edited by hand. */
@Singleton
class WebhookUpkeep {

    private static final Logger LOG = Logger.getLogger(WebhookUpkeep.class);

    private final KubernetesClient client;
    private final KnownClusters clusters;
    private final CertificateAuthority authority;
    private final String name;
    private final boolean ownBundle;
    private final WebhookConfiguration configuration;
    private final SharedIndexInformer<MutatingWebhookConfiguration> informer;
    private final Upkeep upkeep;
    private boolean missing; // and said so; of the upkeep's thread

    WebhookUpkeep(
            KubernetesClient client,
            KnownClusters clusters,
            CertificateAuthority authority,
            Leadership leadership,
            InjectionSettings settings,
            OperatorSettings operator) {
        this.client = client;
        this.clusters = clusters;
        this.authority = authority;
        this.name = settings.webhook().name();
        this.ownBundle = settings.webhook().caBundle();
        this.configuration = new WebhookConfiguration(settings.webhook(), operator);
        this.informer = resource().runnableInformer(0);
        this.upkeep = new Upkeep("MutatingWebhookConfiguration " + name, leadership, this::look);
    }

    void start(@Observes StartupEvent event) {
        clusters.onChange(upkeep::trigger);
        authority.onChange(upkeep::trigger);
        informer.addEventHandler(new AnyChange<>(upkeep::trigger));
        informer.exceptionHandler((started, failure) -> true);
        informer.start();
        upkeep.trigger();
    }

    void stop(@Observes ShutdownEvent event) {
        informer.stop();
        upkeep.close();
    }

    private boolean look() {
        Optional<String> bundle = authority.bundle();
        if (bundle.isEmpty() || !clusters.areComplete()) {
            // Entries would be dropped of clusters that are only not known yet.
            return false;
        }
        Optional<MutatingWebhookConfiguration> found =
                Optional.ofNullable(resource().get());
        List<MutatingWebhook> wanted = ownBundle
                ? configuration.entries(clusters.all(), bundle.get())
                : configuration.entriesLike(
                        found.map(MutatingWebhookConfiguration::getWebhooks).orElse(List.of()), clusters.all());
        if (found.isEmpty()) {
            create(wanted);
            return true;
        }
        missing = false;
        if (!found.get().getWebhooks().equals(wanted)) {
            // With the resourceVersion that was read: of two writers one looks again.
            client.resource(found.get().edit().withWebhooks(wanted).build()).update();
            written(wanted);
        }
        return true;
    }

    /**
     * The chart makes it and gives no right to create it: so it goes for good with the chart, and no entry with
     * failurePolicy Fail stays behind of an operator that is gone. The informer tells when it is there.
     */
    private void create(List<MutatingWebhook> wanted) {
        try {
            client.resource(new MutatingWebhookConfigurationBuilder()
                            .withNewMetadata()
                            .withName(name)
                            .addToLabels("app.kubernetes.io/managed-by", "erlang-cluster-operator")
                            .endMetadata()
                            .withWebhooks(wanted)
                            .build())
                    .create();
            written(wanted);
        } catch (KubernetesClientException failed) {
            if (failed.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw failed;
            }
            if (!missing) {
                LOG.errorf(
                        "new pods are not injected: there is no MutatingWebhookConfiguration name=%s and the operator"
                                + " may not create it. Apply the operator's manifests again: helm upgrade, or"
                                + " charts/install.yaml",
                        name);
            }
            missing = true;
        }
    }

    private void written(List<MutatingWebhook> wanted) {
        LOG.infof("webhooks written name=%s clusters=%d", name, wanted.size());
    }

    private Resource<MutatingWebhookConfiguration> resource() {
        return client.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(name);
    }
}
