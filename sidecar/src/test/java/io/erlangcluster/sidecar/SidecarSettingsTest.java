package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.epmd.EpmdSettings;
import io.erlangcluster.sidecar.epmd.state.StateFile;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
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
            "ERLANGCLUSTER_COOKIES", "/cookies",
            "ERLANGCLUSTER_OPERATOR", "ws://operator:8080");

    @Test
    void readsWhatInjectionSets() {
        SidecarSettings settings = SidecarSettings.from(COMPLETE);

        assertThat(settings.node()).contains(NodeName.parse("web-0@shop.prod"));
        assertThat(settings.podIp()).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
        assertThat(settings.operator()).isEqualTo(URI.create("ws://operator:8080"));
        assertThat(settings.epmdPort()).isEqualTo(4369);
        assertThat(settings.tunnelPort()).isEqualTo(4370);
        assertThat(settings.admin()).isPresent();
        assertThat(settings.stateFile()).isEmpty();
        assertThat(settings.cookies().folder()).hasToString("/cookies");
        assertThat(settings.toString()).doesNotContain("secret");
    }

    @Test
    void aNodeThatNamesItselfNeedsNoName() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.remove("ERLANGCLUSTER_NODE_NAME");
        assertThat(SidecarSettings.from(environment).node()).isEmpty();
    }

    @Test
    void epmdServesThePodAloneUnlessToldOtherwise() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        assertThat(SidecarSettings.from(environment).epmd().listen()).isEqualTo(EpmdSettings.Listen.POD);
        environment.put("ERLANGCLUSTER_EPMD_SERVES", "Network");
        assertThat(SidecarSettings.from(environment).epmd().listen()).isEqualTo(EpmdSettings.Listen.NETWORK);
        environment.put("ERLANGCLUSTER_EPMD_SERVES", "World");
        assertThatThrownBy(() -> SidecarSettings.from(environment)).hasMessageContaining("ERLANGCLUSTER_EPMD_SERVES");
    }

    @Test
    void thePeersThatThePodMayCallHaveAddresses() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        assertThat(SidecarSettings.from(environment).peers()).isEqualTo(PeerHosts.NONE);
        environment.put("ERLANGCLUSTER_PEERS", "127.0.1.1=billing.money");
        environment.put("ERLANGCLUSTER_LISTEN", "10.0.0.1");
        SidecarSettings settings = SidecarSettings.from(environment);
        assertThat(settings.tunnel().peers().address("billing.money")).contains(InetAddress.ofLiteral("127.0.1.1"));
        assertThat(settings.epmd().addresses()).contains(InetAddress.ofLiteral("127.0.1.1"));
        environment.put("ERLANGCLUSTER_PEERS", "billing.money");
        assertThatThrownBy(() -> SidecarSettings.from(environment)).hasMessageContaining("ERLANGCLUSTER_PEERS");
    }

    @Test
    void keepsRegistrationsInTheFolderItIsGiven() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put("ERLANGCLUSTER_STATE", "/run/erlangcluster");

        assertThat(SidecarSettings.from(environment).stateFile())
                .contains(new StateFile(Path.of("/run/erlangcluster/epmd")));
    }

    @Test
    void showsMetricsToThePodAloneUnlessTold() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        assertThat(SidecarSettings.from(environment).admin().orElseThrow().listen())
                .isEqualTo(new InetSocketAddress(InetAddress.getLoopbackAddress(), 4372));

        environment.put("ERLANGCLUSTER_ADMIN_LISTEN", "Network");
        assertThat(SidecarSettings.from(environment).admin().orElseThrow().listen())
                .isEqualTo(new InetSocketAddress(4372));
    }

    @Test
    void opensNoPortForMetricsThatAreOff() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put("ERLANGCLUSTER_ADMIN_PORT", "off");

        assertThat(SidecarSettings.from(environment).admin()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NAME", "NAMESPACE", "POD", "POD_UID", "POD_IP", "COOKIES", "OPERATOR"})
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

    @Test
    void tlsToTheOperatorNeedsTokenAndAuthorities() {
        Map<String, String> environment = new HashMap<>(COMPLETE);
        environment.put("ERLANGCLUSTER_OPERATOR", "wss://operator:4371");
        environment.put("ERLANGCLUSTER_TOKEN_FILE", "/token");

        assertThatThrownBy(() -> SidecarSettings.from(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ERLANGCLUSTER_CA_FILE is missing");

        environment.put("ERLANGCLUSTER_CA_FILE", "/ca.crt");
        assertThat(SidecarSettings.from(environment).files())
                .contains(new PodCredentials.Files(Path.of("/token"), Path.of("/ca.crt")));
    }
}
