package io.erlangcluster.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class AccessLogTest {

    private final AccessLog log = new AccessLog();

    @Test
    void keepsWhatRbacLooksAtOnceForEachClient() {
        Optional<String> operator = Optional.of("Bearer operator");
        log.record(operator, "GET", "/api/v1/pods?resourceVersion=1&watch=true&fieldSelector=metadata.name%3Da");
        log.record(operator, "GET", "/api/v1/pods?watch=true&fieldSelector=metadata.name%3Da&resourceVersion=2");
        log.record(Optional.empty(), "POST", "/api/v1/namespaces/prod/pods");
        assertThat(log.toJson())
                .isEqualTo("{\"anonymous\":[\"POST /api/v1/namespaces/prod/pods\"],"
                        + "\"operator\":[\"GET /api/v1/pods?fieldSelector=metadata.name%3Da&watch=true\"]}");
    }

    @Test
    void staysBounded() {
        for (int i = 0; i < 11_000; i++) {
            log.record(Optional.empty(), "GET", "/api/v1/namespaces/prod/pods/web-" + i);
        }
        assertThat(log.toJson().split("web-", -1)).hasSize(10_001);
    }
}
