package io.erlangcluster.e2e.sidecar;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What injection has a kubelet mount into a pod, for those who have no kubelet. */
public final class Credentials {

    /** Whom a sidecar's token is for. */
    public static final String AUDIENCE = "erlang-cluster-operator";

    private static final long SECONDS = 3600;

    private Credentials() {}

    /** A token bound to {@code pod}, as the API has it. */
    public static String token(KubernetesClient api, Pod pod, String audience) {
        return api.serviceAccounts()
                .inNamespace(pod.getMetadata().getNamespace())
                .withName("default")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audience)
                        .withExpirationSeconds(SECONDS)
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** The namespace's trust bundle, PEM; throws if it is not there. */
    public static String bundle(KubernetesClient api, String namespace) {
        return api.configMaps()
                .inNamespace(namespace)
                .withName("erlang-cluster-ca")
                .require()
                .getData()
                .getOrDefault("ca.crt", "");
    }

    /** TLS 1.3 that believes the authorities of {@code bundle} and shows what {@code keys} have. */
    public static SSLContext tls(String bundle, KeyManager... keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        for (Certificate authority : CertificateFactory.getInstance("X.509")
                .generateCertificates(new ByteArrayInputStream(bundle.getBytes(StandardCharsets.US_ASCII)))) {
            trusted.setCertificateEntry(Integer.toString(trusted.size()), authority);
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
