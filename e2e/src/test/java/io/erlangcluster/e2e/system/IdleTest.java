package io.erlangcluster.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.pod.RunningPod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PlatformExtension.class)
class IdleTest {

    private static final long SETTLE_SECONDS = 5;
    private static final long WATCHED_SECONDS = 10;

    /** Of clock ticks, 100 a second: a tenth of one core. */
    private static final long TICKS_ALLOWED = 10 * WATCHED_SECONDS;

    @Test
    void aMeshAtRestAsksNothingSaysNothingAndBurnsNothing(Platform platform) throws Exception {
        TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        String requests = requests(platform);
        Map<Path, Long> logs = logSizes(platform.logs());
        long ticks = sidecarTicks(platform);
        TimeUnit.SECONDS.sleep(WATCHED_SECONDS);
        long burnt = sidecarTicks(platform) - ticks;
        System.out.println("idle: 3 sidecars used " + burnt * 10 + " ms of CPU in " + WATCHED_SECONDS + " s");
        assertThat(requests(platform)).isEqualTo(requests);
        assertThat(logSizes(platform.logs())).isEqualTo(logs);
        assertThat(burnt).isLessThan(TICKS_ALLOWED);
    }

    private static String requests(Platform platform) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(platform.apiUrl() + "/debug/requests"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    private static Map<Path, Long> logSizes(Path logs) throws IOException {
        try (Stream<Path> files = Files.walk(logs)) {
            List<Path> all =
                    files.filter(path -> path.toString().endsWith(".log")).toList();
            Map<Path, Long> sizes = new TreeMap<>();
            for (Path path : all) {
                sizes.put(path, Files.size(path));
            }
            return sizes;
        }
    }

    private static long sidecarTicks(Platform platform) {
        return platform.runner().pods().stream().mapToLong(IdleTest::ticks).sum();
    }

    /** User and system time of the pod's sidecar, proc_pid_stat(5) fields 14 and 15. */
    private static long ticks(RunningPod pod) {
        Path stat = Path.of(
                "/proc", Long.toString(pod.container("erlang-sidecar").pid().orElseThrow()), "stat");
        try {
            String text = Files.readString(stat);
            String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
            return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
