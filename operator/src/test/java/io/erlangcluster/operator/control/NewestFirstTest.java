package io.erlangcluster.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

class NewestFirstTest {

    @Test
    void whoCameLastIsServedFirst() {
        List<Integer> served = new CopyOnWriteArrayList<>();
        CountDownLatch busy = new CountDownLatch(1);
        try (ExecutorService threads =
                NewestFirst.threads(1, Thread.ofPlatform().daemon().factory())) {
            threads.execute(() -> {
                try {
                    busy.await();
                } catch (InterruptedException stopping) {
                    Thread.currentThread().interrupt();
                }
            });
            for (int i = 0; i < 3; i++) {
                int number = i;
                threads.execute(() -> served.add(number));
            }
            busy.countDown();
        }
        assertThat(served).containsExactly(2, 1, 0);
    }
}
