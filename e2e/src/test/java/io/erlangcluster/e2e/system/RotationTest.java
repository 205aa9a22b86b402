package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The CA comes to the end of its life: it is announced, signs, and is retired, and the VMs do not notice. */
@ExtendWith(PlatformExtension.class)
class RotationTest {

    private static final List<String> NODES = List.of("web-0", "web-1", "worker-0");

    @Test
    void aNewAuthorityCutsNoLinkAndOldAndNewCertificatesGoTogether(Platform platform) throws Exception {
        Map<String, String> before = connections(platform);
        assertThat(before).hasSize(6).doesNotContainValue("none");
        String signer = AgedAuthority.signer(platform);
        AgedAuthority.replace(platform);
        await("the successor signs")
                .atMost(90, SECONDS)
                .until(() -> !AgedAuthority.signer(platform).equals(signer));
        assertThat(authorities(Credentials.bundle(platform.client(), Shop.NAMESPACE)))
                .as("the predecessor is trusted still")
                .isGreaterThan(1);

        Pod late = platform.client().resource(platform.shop().pod("web", 7)).create();
        try {
            awaitMesh(platform, 4);
            assertThat(connections(platform)).containsAllEntriesOf(before);
        } finally {
            platform.client().resource(late).delete();
        }
        awaitMesh(platform, 3);
    }

    private static int authorities(String bundle) {
        return bundle.split("BEGIN CERTIFICATE", -1).length - 1;
    }

    /** The distribution channel of every pair, which is another one after every loss. */
    private static Map<String, String> connections(Platform platform) {
        Map<String, String> connections = new TreeMap<>();
        for (String pod : NODES) {
            RealNode node = platform.node(platform.runner().pod(pod).orElseThrow());
            NODES.stream().filter(other -> !other.equals(pod)).forEach(other -> {
                String peer = other + "@shop.prod";
                connections.put(node.name() + " to " + peer, node.channel(peer).orElse("none"));
            });
        }
        return connections;
    }
}
