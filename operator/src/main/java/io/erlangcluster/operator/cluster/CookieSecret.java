package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import org.jboss.logging.Logger;

/** Generates the cookie of a cluster that names no Secret. What exists under that name is never changed. */
@Singleton
class CookieSecret {

    /** Marks what the operator made, so that it need not watch every Secret of the Kubernetes cluster. */
    static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    static final String MANAGER = "erlang-cluster-operator";

    private static final Logger LOG = Logger.getLogger(CookieSecret.class);
    private static final int BYTES = 32;

    private final KubernetesClient client;
    private final SecureRandom random = new SecureRandom();

    CookieSecret(KubernetesClient client) {
        this.client = client;
    }

    /** Creates the Secret; false if there is one of its name already. */
    boolean generate(ErlangCluster cluster) {
        try {
            client.resource(secret(cluster, cookie())).create();
            LOG.infof(
                    "cookie generated cluster=%s namespace=%s",
                    cluster.getMetadata().getName(), cluster.getMetadata().getNamespace());
            return true;
        } catch (KubernetesClientException failed) {
            if (failed.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw failed;
            }
            return false;
        }
    }

    private String cookie() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        // Hex: a cookie becomes an atom of at most 255 characters and must survive shells and flags unquoted.
        return HexFormat.of().formatHex(bytes);
    }

    static Secret secret(ErlangCluster cluster, String cookie) {
        Cookie.SecretRef ref = Cookie.generated(cluster.getMetadata().getName());
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace(cluster.getMetadata().getNamespace())
                .withName(ref.name())
                .addToLabels(MANAGED_BY, MANAGER)
                .addNewOwnerReference()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(cluster.getMetadata().getName())
                .withUid(cluster.getMetadata().getUid())
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .withType("Opaque")
                .addToData(ref.key(), Base64.getEncoder().encodeToString(cookie.getBytes(StandardCharsets.US_ASCII)))
                .build();
    }
}
