package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.admin.Readings.LookUps;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountedLookUpsTest {

    private final EventLoop loop = new EmbeddedChannel().eventLoop();
    private final CountedLookUps lookUps = new CountedLookUps((alive, askedAt, on) -> switch (alive) {
        case "broken" -> on.newFailedFuture(new IllegalStateException("no port"));
        case "web-0" -> on.newSucceededFuture(Optional.of(NodePort.normal(alive, 9100)));
        default -> on.newSucceededFuture(Optional.empty());
    });

    @Test
    void countsByHowTheyEnd() {
        for (String alive : new String[] {"web-0", "web-0", "web-0", "gone", "gone", "broken"}) {
            assertThat(lookUps.lookUp(alive, new InetSocketAddress(4369), loop).isDone())
                    .isTrue();
        }
        assertThat(lookUps.counted()).isEqualTo(new LookUps(3, 2, 1));
    }
}
