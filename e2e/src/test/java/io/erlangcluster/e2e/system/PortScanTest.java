package io.erlangcluster.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.pod.NetworkNamespace;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What of a pod can be reached from its network: all 65,535 TCP ports are tried. */
@ExtendWith(PlatformExtension.class)
class PortScanTest {

    /**
     * 4370 is the tunnel and waits for a TLS handshake. 4369 is the EPMD's: the kubelet's startup probe needs it to
     * accept from outside of the pod, but whoever does not live in the pod is told nothing.
     */
    private static final List<String> REACHABLE = List.of("4369 closes", "4370 waits");

    @Test
    void aStrangerFindsTheTunnelAlone(Platform platform) throws Exception {
        assertThat(scan(platform.stranger(), address(platform, "web-0"))).isEqualTo(REACHABLE);
    }

    @Test
    void aMemberFindsTheTunnelAlone(Platform platform) throws Exception {
        NetworkNamespace member = platform.runner().pod("web-1").orElseThrow().network();
        assertThat(scan(member, address(platform, "web-0"))).isEqualTo(REACHABLE);
    }

    /** Nobody announces that address; what listens on all addresses listens there too. */
    @Test
    void aStrangerFindsNoMoreByTheIpv6Address(Platform platform) throws Exception {
        assumeThat(Path.of("/proc/net/if_inet6")).exists();
        NetworkNamespace pod = platform.runner().pod("web-0").orElseThrow().network();
        assertThat(scan(platform.stranger(), pod.ip6())).isSubsetOf(REACHABLE).contains("4369 closes");
    }

    @Test
    void aScanFindsWhatThereIs(Platform platform) throws Exception {
        NetworkNamespace pod = platform.runner().pod("web-0").orElseThrow().network();
        assertThat(scan(pod, "127.0.0.1"))
                .as("within the pod: EPMD, and what is bound to loopback")
                .contains("4369 waits", "4370 waits")
                .hasSizeGreaterThan(REACHABLE.size());
    }

    private static String address(Platform platform, String pod) {
        return platform.runner().pod(pod).orElseThrow().network().ip();
    }

    private static List<String> scan(NetworkNamespace from, String address) throws Exception {
        Process scan = new ProcessBuilder(from.inside(List.of(
                        System.getProperty("java.home") + "/bin/java",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PortScan.class.getName(),
                        address)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> lines = new String(scan.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(scan.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(scan.exitValue()).isZero();
        return lines;
    }
}
