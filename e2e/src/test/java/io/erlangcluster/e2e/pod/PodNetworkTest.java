package io.erlangcluster.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PodNetworkTest {

    /** Else what others send is lost until they notice: minutes, when nobody sends to them. */
    @Test
    void whoHasAnAddressHasTheSameHardwareAddressWhoeverComesAndGoes() throws IOException {
        try (Reaper reaper = new Reaper();
                PodNetwork network = new PodNetwork(reaper.run())) {
            Path host = Path.of("/sys/class/net/" + reaper.run() + "/address");
            String before = Files.readString(host);
            for (int i = 0; i < 4; i++) {
                NetworkNamespace first = network.create("first-" + i);
                NetworkNamespace second = network.create("second-" + i);
                String mac = mac(second);
                assertThat(Files.readString(host)).isEqualTo(before);
                network.delete(second);
                NetworkNamespace successor = network.create("successor-" + i);
                assertThat(successor.ip()).isEqualTo(second.ip());
                assertThat(mac(successor)).isEqualTo(mac).isNotEqualTo(mac(first));
                network.delete(first);
                network.delete(successor);
                assertThat(Files.readString(host)).isEqualTo(before);
            }
        }
    }

    private static String mac(NetworkNamespace namespace) {
        return namespace.attempt("cat", "/sys/class/net/eth0/address").output();
    }
}
