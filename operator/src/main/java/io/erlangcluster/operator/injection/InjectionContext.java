package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * What injection needs to know besides the pod.
 *
 * @param cluster the cluster the pod becomes a member of
 * @param nodeName the name its node gets; empty if the image names its nodes itself ({@code nodeNames: Existing})
 * @param sidecar what all sidecars have in common
 */
public record InjectionContext(ErlangCluster cluster, Optional<NodeName> nodeName, SidecarTemplate sidecar) {

    /** The host part of every node of the cluster. */
    String host() {
        return cluster.getMetadata().getName() + "." + cluster.getMetadata().getNamespace();
    }

    /** The loopback address under which this pod asks for the nodes of each cluster that it may call, by host part. */
    SequencedMap<String, String> peers() {
        SequencedMap<String, String> addresses = new LinkedHashMap<>();
        cluster.getSpec().peers().stream()
                .filter(peer -> peer.direction().outbound())
                .map(peer -> peer.name() + "." + peer.namespace())
                .forEach(host -> addresses.putIfAbsent(host, "127.0.1." + (addresses.size() + 1)));
        return addresses;
    }

    /** The Secret key that holds the cluster's cookie. */
    Cookie.SecretRef cookie() {
        Cookie cookie = cluster.getSpec().cookie();
        return cookie == null ? Cookie.generated(cluster.getMetadata().getName()) : cookie.secretRef();
    }

    /** The image the sidecar runs. */
    String image() {
        String image = cluster.getSpec().injection().image();
        return image == null ? sidecar.image() : image;
    }
}
