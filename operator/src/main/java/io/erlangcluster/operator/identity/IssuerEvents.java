package io.erlangcluster.operator.identity;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/** Tells whoever keeps the issuer's Secret that it cannot be used: {@code kubectl describe secret} shows it. */
final class IssuerEvents {

    private static final Logger LOG = Logger.getLogger(IssuerEvents.class);
    private static final String OPERATOR = "erlang-cluster-operator";

    private final KubernetesClient client;
    private final String namespace;
    private final String secret;

    IssuerEvents(KubernetesClient client, String namespace, String secret) {
        this.client = client;
        this.namespace = namespace;
        this.secret = secret;
    }

    /** One that cannot be written costs nothing but itself; the same is there once, whichever replica writes it. */
    void unusable(String why, Instant now) {
        try {
            client.resource(event(why, now.truncatedTo(ChronoUnit.SECONDS).toString()))
                    .create();
        } catch (KubernetesClientException failed) {
            if (failed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                LOG.warnf("event not written secret=%s/%s: %s", namespace, secret, failed.getMessage());
            }
        }
    }

    private Event event(String why, String now) {
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(namespace)
                .withName(secret + ".unusable-" + Integer.toHexString(why.hashCode()))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion("v1")
                .withKind("Secret")
                .withNamespace(namespace)
                .withName(secret)
                .endInvolvedObject()
                .withType("Warning")
                .withReason("IssuerUnusable")
                .withMessage(why)
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .withNewSource()
                .withComponent(OPERATOR)
                .endSource()
                .withReportingComponent(OPERATOR)
                .build();
    }
}
