package io.erlangcluster.e2e.pod;

import java.time.Duration;

/** How long a container that ended waits for its next start: 0.5 s doubling to 10 s, anew after 10 s of running. */
record RestartDelay(Duration next) {

    static final RestartDelay FIRST = new RestartDelay(Duration.ofMillis(500));

    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration HEALTHY = Duration.ofSeconds(10);

    /** The delay for a process that ended after {@code lived}. */
    RestartDelay after(Duration lived) {
        return lived.compareTo(HEALTHY) >= 0 ? FIRST : this;
    }

    RestartDelay doubled() {
        Duration twice = next.multipliedBy(2);
        return new RestartDelay(twice.compareTo(LONGEST) > 0 ? LONGEST : twice);
    }
}
