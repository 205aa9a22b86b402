package io.erlangcluster.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.operator.AllocationBound;
import io.erlangcluster.operator.node.LinkReport;
import io.erlangcluster.operator.node.PodReport;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.LinkFailure;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.ToOperator;
import java.util.List;
import java.util.Optional;

/** Whatever an admitted sidecar says. Whether its pod is admitted is the API server's word, not a parser's. */
class SessionFuzzTest {

    private static final String NODE = "web-0@shop.prod";
    private static final Hello KNOWN = Hello.newBuilder()
            .setNamespace("prod")
            .setPod("web-abc")
            .setPodUid("uid")
            .setCluster("shop")
            .setTunnelPort(4370)
            .addNodes(NodeUp.newBuilder().setName(NODE).setCreation(4))
            .addLinks(Links.newBuilder()
                    .setName(NODE)
                    .addConnected("worker-0@shop.prod")
                    .addFailed(
                            LinkFailure.newBuilder().setPeer("db-0@shop.prod").setCause("wrong cookie")))
            .build();

    @FuzzTest
    void isAReportOrRefused(byte[] frame) {
        for (Optional<String> name : List.of(Optional.of(NODE), Optional.<String>empty())) {
            AllocationBound.of(frame.length, () -> session(frame, name)).ifPresent(session -> {
                assertThat(session.node()).isEqualTo(name);
                assertIsOneNode(session.report(), name);
            });
        }
    }

    private static Optional<Session> session(byte[] frame, Optional<String> name) {
        try {
            ToOperator message = ToOperator.parseFrom(frame);
            assertThat(ToOperator.parseFrom(message.toByteArray())).isEqualTo(message);
            return Optional.of(
                    message.hasHello()
                            ? Session.of(message.getHello(), name)
                            : Session.of(KNOWN, name).after(message));
        } catch (InvalidProtocolBufferException refused) {
            return Optional.empty();
        }
    }

    /** A pod speaks for one node, the one it was given if it was given one, and for links of no other. */
    private static void assertIsOneNode(PodReport report, Optional<String> name) {
        assertThat(report.creations()).hasSizeLessThanOrEqualTo(1);
        assertThat(report.creations().keySet()).containsAll(report.links().keySet());
        report.creations().forEach((node, creation) -> {
            assertThat(node).matches("(?s)[^@]+@.+").hasSizeLessThanOrEqualTo(255);
            assertThat(creation).isBetween(0L, 0xFFFF_FFFFL);
            assertThat(name.orElse(node)).isEqualTo(node);
        });
        for (LinkReport links : report.links().values()) {
            assertThat(links.connected()).doesNotContainNull();
        }
    }
}
