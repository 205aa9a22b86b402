package io.erlangcluster.operator.injection;

import io.erlangcluster.operator.AnyChange;
import io.erlangcluster.operator.WatchedNamespaces;
import io.erlangcluster.operator.identity.CertificateAuthority;
import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Keeps the {@link TrustBundle} of every namespace that has a cluster. */
@Singleton
class TrustUpkeep {

    private static final Logger LOG = Logger.getLogger(TrustUpkeep.class);

    private final KubernetesClient client;
    private final KnownClusters clusters;
    private final CertificateAuthority authority;
    private final List<SharedIndexInformer<ConfigMap>> informers;
    private final Upkeep upkeep;

    TrustUpkeep(
            KubernetesClient client,
            KnownClusters clusters,
            CertificateAuthority authority,
            Leadership leadership,
            WatchedNamespaces namespaces) {
        this.client = client;
        this.clusters = clusters;
        this.authority = authority;
        // By name, because RBAC knows names and no labels: no other ConfigMap can be read.
        this.informers = namespaces.each(client.configMaps()).stream()
                .map(maps ->
                        maps.withField("metadata.name", TrustBundle.CONFIG_MAP).runnableInformer(0))
                .toList();
        this.upkeep = new Upkeep("ConfigMap " + TrustBundle.CONFIG_MAP, leadership, this::look);
    }

    void start(@Observes StartupEvent event) {
        clusters.onChange(upkeep::trigger);
        authority.onChange(upkeep::trigger);
        for (SharedIndexInformer<ConfigMap> informer : informers) {
            informer.addEventHandler(new AnyChange<>(upkeep::trigger));
            informer.exceptionHandler((started, failure) -> true);
            informer.start();
        }
        upkeep.trigger();
    }

    void stop(@Observes ShutdownEvent event) {
        informers.forEach(SharedIndexInformer::stop);
        upkeep.close();
    }

    private boolean look() {
        Optional<String> bundle = authority.bundle();
        if (bundle.isEmpty() || !clusters.areComplete()) {
            return false;
        }
        List<ConfigMap> known = informers.stream()
                .flatMap(informer -> informer.getStore().list().stream())
                .toList();
        TrustBundle.wanted(clusters.all(), bundle.get()).values().stream()
                .filter(wanted -> known.stream().noneMatch(found -> TrustBundle.isSame(found, wanted)))
                .forEach(this::write);
        return true;
    }

    /** The informer may lag behind our own last write, so the API server is asked before anything is written. */
    private void write(ConfigMap wanted) {
        Optional<ConfigMap> found = Optional.ofNullable(client.resource(wanted).get());
        if (found.filter(is -> TrustBundle.isSame(is, wanted)).isPresent()) {
            return;
        }
        if (found.isPresent()) {
            wanted.getMetadata().setResourceVersion(found.get().getMetadata().getResourceVersion());
            client.resource(wanted).update();
        } else {
            client.resource(wanted).create();
        }
        LOG.infof("trust bundle written namespace=%s", wanted.getMetadata().getNamespace());
    }
}
