package io.erlangcluster.bench.scale;

import java.time.Duration;
import java.util.Optional;

/** Waits for what another process does. */
final class Await {

    private static final Duration LOOK = Duration.ofMillis(50);

    private Await() {}

    /** May give a value; fails while that cannot be asked. */
    @FunctionalInterface
    interface Question<T> {
        Optional<T> ask() throws Exception;
    }

    static <T> T value(String what, Duration patience, Question<T> question) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<Exception> last = Optional.empty();
        while (System.nanoTime() < deadline) {
            try {
                Optional<T> answer = question.ask();
                if (answer.isPresent()) {
                    return answer.get();
                }
            } catch (InterruptedException stopping) {
                throw stopping;
            } catch (Exception notYet) {
                last = Optional.of(notYet);
            }
            Thread.sleep(LOOK);
        }
        throw new IllegalStateException("waited " + patience.toSeconds() + " s in vain for " + what, last.orElse(null));
    }

    /** Whether {@code question} was answered in time with anything. */
    static <T> boolean until(Duration patience, Question<T> question) throws InterruptedException {
        try {
            value("", patience, question);
            return true;
        } catch (IllegalStateException inVain) {
            return false;
        }
    }
}
