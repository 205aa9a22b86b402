package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a kubelet asks of the API for what it mounts: Secrets and ConfigMaps, which it follows, and the pods' tokens.
 */
final class KubeletApi implements AutoCloseable {

    private static final String DEFAULT_ACCOUNT = "default";

    private final KubernetesClient api;
    private final SharedIndexInformer<ConfigMap> configMaps;
    private final SharedIndexInformer<Secret> secrets;

    /**
     * A pod's token.
     *
     * @param renewal when to ask for another: after 80% of its life, as the kubelet
     *     (pkg/kubelet/token/token_manager.go)
     */
    record Token(String value, Instant renewal) {}

    /** Calls {@code changed} whenever a ConfigMap or a Secret may have. */
    KubeletApi(KubernetesClient api, Runnable changed) {
        this.api = api;
        this.configMaps = api.configMaps().inAnyNamespace().inform(new Changes<>(changed));
        this.secrets = api.secrets().inAnyNamespace().inform(new Changes<>(changed));
    }

    private record Changes<T>(Runnable changed) implements ResourceEventHandler<T> {
        @Override
        public void onAdd(T object) {
            changed.run();
        }

        @Override
        public void onUpdate(T before, T object) {
            changed.run();
        }

        /** What is mounted stays. */
        @Override
        public void onDelete(T object, boolean finalStateUnknown) {}
    }

    /** One value as the API has it this moment. */
    Optional<String> secret(String namespace, String name, String key) {
        Secret secret = api.secrets().inNamespace(namespace).withName(name).get();
        return Optional.ofNullable(secret)
                .flatMap(found -> Optional.ofNullable(decoded(found).get(key)));
    }

    /** All values. */
    Optional<Map<String, String>> secret(String namespace, String name) {
        return Optional.ofNullable(secrets.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)))
                .map(KubeletApi::decoded);
    }

    private static Map<String, String> decoded(Secret secret) {
        Map<String, String> values = new HashMap<>();
        Optional.ofNullable(secret.getData())
                .orElse(Map.of())
                .forEach((key, value) ->
                        values.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return values;
    }

    Optional<Map<String, String>> configMap(String namespace, String name) {
        return Optional.ofNullable(configMaps.getStore().getByKey(Cache.namespaceKeyFunc(namespace, name)))
                .map(map -> Optional.ofNullable(map.getData()).orElse(Map.of()));
    }

    /** A new one, bound to the pod; throws IllegalStateException if the API gives none. */
    Token token(Pod pod, ServiceAccountTokenProjection wanted) {
        TokenRequest request = new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(
                        Optional.ofNullable(wanted.getAudience()).stream().toList())
                .withExpirationSeconds(wanted.getExpirationSeconds())
                .withNewBoundObjectRef(
                        "v1",
                        "Pod",
                        pod.getMetadata().getName(),
                        pod.getMetadata().getUid())
                .endSpec()
                .build();
        String account =
                Optional.ofNullable(pod.getSpec().getServiceAccountName()).orElse(DEFAULT_ACCOUNT);
        Instant asked = Instant.now();
        try {
            TokenRequestStatus status = api.serviceAccounts()
                    .inNamespace(pod.getMetadata().getNamespace())
                    .withName(account)
                    .tokenRequest(request)
                    .getStatus();
            Duration life = Duration.between(asked, Instant.parse(status.getExpirationTimestamp()));
            return new Token(status.getToken(), asked.plus(life.multipliedBy(4).dividedBy(5)));
        } catch (KubernetesClientException e) {
            throw new IllegalStateException("no token of serviceaccount " + account + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        configMaps.close();
        secrets.close();
    }
}
