package io.erlangcluster.operator.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@EnableKubernetesMockClient(crud = true)
class LeadershipTest {

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // the extension sets it
    private KubernetesClient client;

    private final AtomicBoolean busy = new AtomicBoolean(true);
    private Optional<Leadership> leadership = Optional.empty();

    @AfterEach
    void stop() {
        busy.set(false);
        leadership.ifPresent(Leadership::stop);
    }

    /** As a burst of reviews does that loads its classes: virtual threads that compute keep their carriers. */
    @Test
    void aLeaderRenewsWhileEveryCarrierOfVirtualThreadsIsBusy() {
        Leadership leader = new Leadership(client, new Settings());
        leadership = Optional.of(leader);
        AtomicInteger elected = new AtomicInteger();
        leader.onElected(elected::incrementAndGet);
        leader.start();
        await().atMost(DEADLINE).until(leader::isLeader);
        for (int i = 0; i < 4 * Runtime.getRuntime().availableProcessors(); i++) {
            Thread.startVirtualThread(() -> {
                while (busy.get()) {
                    Thread.onSpinWait();
                }
            });
        }
        // The first one may have been under way already.
        for (int i = 0; i < 3; i++) {
            String before = renewed();
            await("renewals go on").atMost(DEADLINE).until(() -> !renewed().equals(before));
        }
        assertThat(elected).hasValue(1);
    }

    private String renewed() {
        return String.valueOf(client.leases()
                .inNamespace("erlang-system")
                .withName("operator")
                .require()
                .getSpec()
                .getRenewTime());
    }

    private record Settings() implements LeadershipSettings {

        @Override
        public boolean elected() {
            return true;
        }

        @Override
        public String namespace() {
            return "erlang-system";
        }

        @Override
        public String name() {
            return "operator";
        }

        @Override
        public Duration lease() {
            return Duration.ofSeconds(60);
        }

        @Override
        public Duration renewDeadline() {
            return Duration.ofSeconds(50);
        }

        @Override
        public Duration retry() {
            return Duration.ofMillis(200);
        }
    }
}
