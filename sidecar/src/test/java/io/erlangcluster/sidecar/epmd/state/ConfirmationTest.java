package io.erlangcluster.sidecar.epmd.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ConfirmationTest {

    private static final Registration WEB =
            new Registration(new NodePort("web", 4711, 77, 0, 6, 5, Extra.of(new byte[0])), 17);

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final Registrations registrations = new Registrations();
    private final Map<Integer, NodeProbe.Answer> ports = new HashMap<>();
    private final Confirmation confirmation = new Confirmation(
            time.eventLoop(),
            registrations,
            port -> time.eventLoop().newSucceededFuture(ports.getOrDefault(port, new NodeProbe.Nobody())));

    @Test
    void keepsANodeThatIsThereWithTheCreationItSays() {
        restored(new NodeProbe.Node("web@host", 99));

        pass(600);

        assertThat(registrations.find("web").map(Registration::creation)).contains(99L);
    }

    @Test
    void dropsANodeAtOnceWhosePortBelongsToAnother() {
        restored(new NodeProbe.Node("webber@host", 99));

        assertThat(registrations.find("web")).isEmpty();
    }

    @Test
    void dropsANodeWhosePortNobodyListensOnTheSecondTime() {
        restored(new NodeProbe.Nobody());

        assertThat(registrations.find("web")).isPresent();
        pass(4);
        assertThat(registrations.find("web")).isEmpty();
    }

    @Test
    void keepsANodeWhosePortSomebodyListensOnThatDoesNotSayWho() {
        restored(new NodeProbe.Somebody());

        pass(600);

        assertThat(registrations.find("web")).isPresent();
    }

    @Test
    void dropsANodeThatWasThereAndEndsLater() {
        restored(new NodeProbe.Node("web@host", 99));
        pass(600);

        ports.clear();
        pass(11);

        assertThat(registrations.find("web")).isEmpty();
    }

    private void restored(NodeProbe.Answer answer) {
        registrations.restore(WEB);
        ports.put(WEB.port(), answer);
        confirmation.start();
        time.runPendingTasks();
    }

    private void pass(int seconds) {
        for (int second = 0; second < seconds; second++) {
            time.advanceTimeBy(1, TimeUnit.SECONDS);
            time.runScheduledPendingTasks();
            time.runPendingTasks();
        }
    }
}
