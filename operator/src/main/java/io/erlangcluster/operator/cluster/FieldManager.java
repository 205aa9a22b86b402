package io.erlangcluster.operator.cluster;

import io.fabric8.kubernetes.client.Config;
import io.quarkus.kubernetes.client.KubernetesConfigCustomizer;
import jakarta.inject.Singleton;

/**
 * One field manager for all writes: where a request names none, the API server takes what stands before the slash of
 * the user agent (apiserver managerOrUserAgent).
 */
@Singleton
class FieldManager implements KubernetesConfigCustomizer {

    @Override
    public void customize(Config config) {
        config.setUserAgent(CookieSecret.MANAGER + "/v1");
    }
}
