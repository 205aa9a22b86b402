package io.erlangcluster.operator.identity;

import io.erlangcluster.operator.AnyChange;
import io.erlangcluster.operator.OperatorSettings;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Keeps the CA's Secret. Every replica does; the API server decides between two that act at once: a create finds the
 * Secret there, a replace names the version it was decided from.
 */
@Singleton
class CaUpkeep {

    private static final Logger LOG = Logger.getLogger(CaUpkeep.class);
    private static final long CHECK_SECONDS = 10;

    private final KubernetesClient client;
    private final CertificateAuthority authority;
    private final IdentitySettings settings;
    private final String namespace;
    private final InstantSource clock;
    private final Optional<IssuerEvents> issuerEvents;
    private Optional<KeyAndCertificate> offered = Optional.empty();
    private String complaint = "";
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificate-authority").factory());
    private final List<SharedIndexInformer<Secret>> informers = new ArrayList<>();
    private Optional<ScheduledFuture<?>> checks = Optional.empty();

    @Inject
    CaUpkeep(
            KubernetesClient client,
            CertificateAuthority authority,
            IdentitySettings settings,
            OperatorSettings operator) {
        this(client, authority, settings, operator.namespace(), InstantSource.system());
    }

    CaUpkeep(
            KubernetesClient client,
            CertificateAuthority authority,
            IdentitySettings settings,
            String namespace,
            InstantSource clock) {
        this.client = client;
        this.authority = authority;
        this.settings = settings;
        this.namespace = namespace;
        this.clock = clock;
        this.issuerEvents = settings.issuerSecret().map(name -> new IssuerEvents(client, namespace, name));
    }

    void start(@Observes StartupEvent event) {
        watch(secret());
        settings.issuerSecret().map(this::secret).ifPresent(this::watch);
        checks = Optional.of(thread.scheduleWithFixedDelay(this::check, 0, CHECK_SECONDS, TimeUnit.SECONDS));
    }

    private void watch(Resource<Secret> secret) {
        SharedIndexInformer<Secret> watching = secret.runnableInformer(0);
        watching.addEventHandler(new AnyChange<>(() -> thread.execute(this::attempt)));
        watching.exceptionHandler((started, failure) -> true);
        watching.start();
        informers.add(watching);
    }

    void stop(@Observes ShutdownEvent event) {
        informers.forEach(SharedIndexInformer::stop);
        checks.ifPresent(running -> running.cancel(true));
        thread.shutdownNow();
    }

    private void check() {
        if (authority.generations().map(this::isDue).orElse(true)) {
            attempt();
        }
    }

    private void attempt() {
        try {
            keep();
        } catch (KubernetesClientException unreachable) {
            LOG.warnf(
                    "CA not read or written, trying again secret=%s/%s: %s",
                    namespace, settings.caSecret(), unreachable.getMessage());
        } catch (IllegalArgumentException unusable) {
            LOG.errorf(
                    "CA unusable secret=%s/%s: %s. Repair it, or delete it to have a new one made",
                    namespace, settings.caSecret(), unusable.getMessage());
        }
    }

    private boolean isDue(Generations held) {
        return isKept() && !held.equals(after(held));
    }

    /** Whether the Secret is the operator's to write, whoever made the authority in it. */
    private boolean isKept() {
        return settings.managed() || settings.issuerSecret().isPresent();
    }

    /** What the issuer's Secret holds now, if it can sign; what it held before stays in use if it cannot. */
    private Optional<KeyAndCertificate> lookAtIssuer(String name, Optional<Generations> held) {
        try {
            Secret found = secret(name).get();
            if (found == null) {
                throw new IllegalArgumentException("it is not there: make it, of type " + CaSecret.TYPE);
            }
            KeyAndCertificate usable = IssuerSecret.read(found, clock.instant());
            complaint = "";
            return Optional.of(usable);
        } catch (IllegalArgumentException unusable) {
            complain(name, String.valueOf(unusable.getMessage()), held);
            return Optional.empty();
        }
    }

    private void complain(String name, String why, Optional<Generations> held) {
        if (!why.equals(complaint)) {
            complaint = why;
            LOG.errorf(
                    "issuer unusable secret=%s/%s: %s. The operator makes no authority of its own beside it; %s",
                    namespace,
                    name,
                    why,
                    held.map(goesOn -> "until then it signs with " + goesOn.current())
                            .orElse("until then nobody gets a certificate"));
            issuerEvents.ifPresent(events -> events.unusable(why, clock.instant()));
        }
    }

    /** Reads the Secret and brings it to what it should be now; what is in memory survives its deletion. */
    void keep() {
        Optional<Secret> found = Optional.ofNullable(secret().get());
        Optional<Generations> stored = found.map(CaSecret::read);
        settings.issuerSecret().ifPresent(name -> offered = lookAtIssuer(name, stored.or(authority::generations)));
        if (stored.isPresent()) {
            Generations wanted = isKept() ? after(stored.get()) : stored.get();
            if (wanted.equals(stored.get()) || replace(found.get(), wanted)) {
                authority.use(wanted);
            }
        } else if (settings.issuerSecret().isPresent()) {
            authority.generations().or(() -> offered.map(Generations::first)).ifPresent(this::create);
        } else if (settings.managed()) {
            create(authority.generations().orElseGet(() -> Generations.first(newAuthority())));
        } else {
            LOG.warnf(
                    "CA missing secret=%s/%s: it is not the operator that makes it, see erlangcluster.identity.managed",
                    namespace, settings.caSecret());
        }
    }

    private void create(Generations first) {
        try {
            client.resource(CaSecret.write(namespace, settings.caSecret(), first))
                    .create();
            authority.use(first);
        } catch (KubernetesClientException taken) {
            rethrowUnlessConflict(taken);
            authority.use(CaSecret.read(secret().require()));
        }
    }

    /** False if another replica was faster: the informer brings what it wrote. */
    private boolean replace(Secret from, Generations wanted) {
        Secret secret = CaSecret.write(namespace, settings.caSecret(), wanted);
        secret.getMetadata().setResourceVersion(from.getMetadata().getResourceVersion());
        secret.setType(from.getType());
        try {
            client.resource(secret).update();
            return true;
        } catch (KubernetesClientException outdated) {
            rethrowUnlessConflict(outdated);
            return false;
        }
    }

    private Generations after(Generations held) {
        Instant now = clock.instant();
        return settings.issuerSecret().isPresent()
                ? offered.map(issuer -> held.following(issuer, now, settings.announcement()))
                        .orElse(held)
                : held.at(now, settings.announcement(), this::newAuthority);
    }

    private KeyAndCertificate newAuthority() {
        return Issuer.authority(clock.instant(), settings.caLifetime());
    }

    private Resource<Secret> secret() {
        return secret(settings.caSecret());
    }

    private Resource<Secret> secret(String name) {
        return client.secrets().inNamespace(namespace).withName(name);
    }

    private static void rethrowUnlessConflict(KubernetesClientException failed) {
        if (failed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
            throw failed;
        }
    }
}
