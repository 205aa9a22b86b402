package io.erlangcluster.sidecar.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.erlangcluster.sidecar.AllocationBound;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.util.NetUtil;
import java.util.Map;
import java.util.Optional;

/** Whatever a frame of the control stream holds. */
class RegistryFuzzTest {

    private static final NodeName NAME = NodeName.parse("web-0@shop.prod");
    private static final ClusterView KNOWN = new ClusterView(
            "e",
            7,
            Map.of(
                    "web-0",
                    new ClusterNode(
                            NAME, ClusterNode.Phase.UP, "web-0", "", "10.0.0.1", 4370, 4, Map.of("app", "web"))));

    @FuzzTest
    void isAViewOrRefused(byte[] frame) {
        AllocationBound.of(frame.length, () -> read(frame))
                .ifPresent(view -> view.nodes().forEach(RegistryFuzzTest::assertIsUsable));
    }

    private static Optional<ClusterView> read(byte[] frame) {
        try {
            ToSidecar message = ToSidecar.parseFrom(frame);
            assertThat(ToSidecar.parseFrom(message.toByteArray())).isEqualTo(message);
            return switch (message.getMessageCase()) {
                case SNAPSHOT -> Optional.of(RegistryReader.read(message.getSnapshot()));
                case DELTA -> after(message.getDelta());
                case REFUSED, CERTIFICATE, POLICY, MESSAGE_NOT_SET -> Optional.empty();
            };
        } catch (InvalidProtocolBufferException refused) {
            return Optional.empty();
        }
    }

    /** As the operator's epoch and version would have it, so that its changes are looked at. */
    private static Optional<ClusterView> after(Delta delta) {
        Delta follows =
                delta.toBuilder().setEpoch("e").setFromVersion(KNOWN.version()).build();
        Optional<ClusterView> view = RegistryReader.read(KNOWN, follows);
        assertThat(view).isPresent();
        assertThat(KNOWN.find("web-0")).isPresent();
        return view;
    }

    private static void assertIsUsable(String alive, ClusterNode node) {
        assertThat(node.name().alive()).isEqualTo(alive);
        assertThat(node.tunnelPort()).isBetween(0, 0xFFFF);
        assertThat(node.creation()).isBetween(0L, 0xFFFF_FFFFL);
        if (!node.podIp().isEmpty()) {
            assertThat(NetUtil.createByteArrayFromIpAddressString(node.podIp())).isNotNull();
        }
        if (node.offered()) {
            assertThat(node.tunnelPort()).isPositive();
        }
    }
}
