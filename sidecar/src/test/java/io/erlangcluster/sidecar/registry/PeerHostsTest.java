package io.erlangcluster.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerHostsTest {

    @Test
    void eachClusterHasAnAddress() {
        PeerHosts hosts = PeerHosts.parse("127.0.1.1=billing.money,127.0.1.2=bank.money");
        assertThat(hosts.askedAt(InetAddress.ofLiteral("127.0.1.2"))).contains("bank.money");
        assertThat(hosts.askedAt(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
        assertThat(hosts.address("billing.money")).contains(InetAddress.ofLiteral("127.0.1.1"));
        assertThat(hosts.address("shop.prod")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "127.0.1.1",
                "127.0.1.1=",
                "=billing.money",
                "10.0.0.1=billing.money",
                "localhost=billing.money",
                "127.0.1.1=billing.money,",
                "127.0.1.1=billing.money,127.0.1.1=bank.money"
            })
    void whatCannotBeMeantIsRefused(String text) {
        assertThatThrownBy(() -> PeerHosts.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void asManyAsAClusterMayNameAndNoMore() {
        assertThat(PeerHosts.parse(hosts(16)).addresses()).hasSize(16);
        assertThatThrownBy(() -> PeerHosts.parse(hosts(17))).isInstanceOf(IllegalArgumentException.class);
    }

    private static String hosts(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "127.0.1." + i + "=c" + i + ".n")
                .collect(Collectors.joining(","));
    }
}
