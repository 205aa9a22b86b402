package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.pod.NetworkNamespace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every port closes on what is not its protocol, or comes too slowly, within its limit; others are served meanwhile.
 */
@ExtendWith(PlatformExtension.class)
class GarbageTest {

    /** The EPMD's limit, the longest, is 60 s, as in the C epmd. */
    private static final long LIMIT_SECONDS = 75;

    private static final String RANDOM = "head -c 4096 /dev/urandom";
    private static final String HALF = "printf '\\x00\\x12\\x78\\x27'";
    private static final String HALF_HTTP = "printf 'GET /v1/stre'";
    private static final String SLOW = "while printf '\\x00'; do sleep 1; done";

    @Test
    void closesWithinItsLimitAndServesTheOthers(Platform platform) throws Exception {
        NetworkNamespace pod = platform.runner().pod("web-0").orElseThrow().network();
        NetworkNamespace other = platform.runner().pod("web-1").orElseThrow().network();
        InetSocketAddress operator = platform.operatorAddress();
        List<Client> clients = Stream.of(RANDOM, HALF, SLOW)
                .flatMap(bytes -> Stream.of(
                        new Client(pod, "127.0.0.1", 4369, bytes),
                        new Client(other, pod.ip(), 4369, bytes),
                        new Client(other, pod.ip(), 4370, bytes),
                        new Client(
                                pod,
                                operator.getHostString(),
                                operator.getPort(),
                                bytes.equals(HALF) ? HALF_HTTP : bytes)))
                .toList();
        List<Process> processes = clients.stream().map(Client::start).toList();
        try {
            awaitMesh(platform, 3);
            assertThat(pod.attempt("epmd", "-names").output()).contains("name web-0 at port");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            for (Process process : processes) {
                process.waitFor(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
            assertThat(clients)
                    .filteredOn(client -> processes.get(clients.indexOf(client)).isAlive())
                    .as("still open after " + LIMIT_SECONDS + " s")
                    .isEmpty();
            awaitMesh(platform, 3);
        } finally {
            processes.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
            processes.forEach(Process::destroyForcibly);
        }
    }

    /** Sends {@code bytes} and ends when the server closes, however much it says before. */
    private record Client(NetworkNamespace from, String host, int port, String bytes) {

        Process start() {
            try {
                return new ProcessBuilder(from.inside(List.of(
                                "bash",
                                "-c",
                                "exec 3<>/dev/tcp/" + host + "/" + port + "; (" + bytes
                                        + ") >&3 2>/dev/null & cat <&3 >/dev/null; kill $! 2>/dev/null")))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
