package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;

/**
 * What injection needs to know besides the pod.
 *
 * @param cluster the cluster the pod becomes a member of
 * @param nodeName the name its node gets
 * @param operatorUrl where the sidecar finds the operator, {@code ws://host:port}
 * @param sidecarImage the sidecar's image unless the cluster names one
 */
public record InjectionContext(ErlangCluster cluster, NodeName nodeName, String operatorUrl, String sidecarImage) {

    /** The Secret key that holds the cluster's cookie. */
    Cookie.SecretRef cookie() {
        Cookie cookie = cluster.getSpec().cookie();
        return cookie == null ? Cookie.generated(cluster.getMetadata().getName()) : cookie.secretRef();
    }

    /** The image the sidecar runs. */
    String image() {
        String image = cluster.getSpec().injection().image();
        return image == null ? sidecarImage : image;
    }
}
