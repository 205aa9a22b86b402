package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.epmd.state.StateFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SidecarSettingsTest {

    private static final Map<String, String> COMPLETE = Map.of(
            "ERLANGCLUSTER_NAME", "shop",
            "ERLANGCLUSTER_NAMESPACE", "prod",
            "ERLANGCLUSTER_POD", "web-abc",
            "ERLANGCLUSTER_POD_UID", "uid-1",
            "ERLANGCLUSTER_POD_IP", "10.0.0.1",
            "ERLANGCLUSTER_NODE_NAME", "web-0@shop.prod",
            "ERLANGCLUSTER_COOKIE", "secret",
            "ERLANGCLUSTER_OPERATOR", "ws://operator:8080");

    @Test
    void readsWhatInjectionSets() {
        SidecarSettings settings = SidecarSettings.from(COMPLETE);

        assertThat(settings.node()).hasToString("web-0@shop.prod");
        assertThat(settings.podIp()).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
        assertThat(settings.operator()).isEqualTo(URI.create("ws://operator:8080"));
        assertThat(settings.epmdPort()).isEqualTo(4369);
        assertThat(settings.tunnelPort()).isEqualTo(4370);
        assertThat(settings.admin().orElseThrow().listen()).isEqualTo(new InetSocketAddress(4372));
        assertThat(settings.stateFile()).isEmpty();
        assertThat(settings.cookie().get()).isEqualTo("secret");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void keepsRegistrationsInTheFolderItIsGiven() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put("ERLANGCLUSTER_STATE", "/run/erlangcluster");

        assertThat(SidecarSettings.from(environment).stateFile())
                .contains(new StateFile(Path.of("/run/erlangcluster/epmd")));
    }

    @Test
    void opensNoPortForMetricsThatAreOff() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put("ERLANGCLUSTER_ADMIN_PORT", "off");

        assertThat(SidecarSettings.from(environment).admin()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME", "NAMESPACE", "POD", "POD_UID", "POD_IP", "NODE_NAME", "COOKIE", "OPERATOR"})
    void namesTheVariableThatIsMissing(String variable) {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.remove("ERLANGCLUSTER_" + variable);

        assertThatThrownBy(() -> SidecarSettings.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ERLANGCLUSTER_" + variable + " is missing");
    }

    @ParameterizedTest
    @CsvSource({
        "POD_IP, example",
        "NODE_NAME, web-0",
        "OPERATOR, http://operator",
        "OPERATOR, operator:8080",
        "EPMD_PORT, many",
        "TUNNEL_PORT, 65536",
        "ADMIN_PORT, none"
    })
    void namesTheVariableThatIsWrong(String variable, String value) {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put("ERLANGCLUSTER_" + variable, value);

        assertThatThrownBy(() -> SidecarSettings.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ERLANGCLUSTER_" + variable + " is wrong");
    }
}
