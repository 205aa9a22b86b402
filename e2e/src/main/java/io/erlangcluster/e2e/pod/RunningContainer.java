package io.erlangcluster.e2e.pod;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One container: its process is started again whenever it ends, until the container is stopped. */
public final class RunningContainer {

    private static final Duration CONFIGURATION_RETRY = Duration.ofMillis(250);

    private final String name;
    private final Launch launch;
    private final Runnable changed;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private volatile ContainerState state = new ContainerState.Waiting("ContainerCreating", "");
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile @Nullable Process process;
    private @Nullable Thread supervisor;

    /** Starts the process; throws IllegalStateException while something it needs is not there yet. */
    @FunctionalInterface
    interface Launch {
        Process start() throws IOException;
    }

    RunningContainer(String name, Launch launch, Runnable changed) {
        this.name = name;
        this.launch = launch;
        this.changed = changed;
    }

    public String name() {
        return name;
    }

    public ContainerState state() {
        return state;
    }

    /** How often the process was started again. */
    public int restarts() {
        return restarts.get();
    }

    /** The process id on this machine, while there is a process. */
    public OptionalLong pid() {
        return state instanceof ContainerState.Running running ? OptionalLong.of(running.pid()) : OptionalLong.empty();
    }

    synchronized void start() {
        supervisor = Thread.ofVirtual().name("container " + name).start(this::supervise);
    }

    private void supervise() {
        RestartDelay delay = RestartDelay.FIRST;
        try {
            do {
                Process current = launched();
                if (current == null) {
                    continue;
                }
                Instant since = Instant.now();
                become(new ContainerState.Running(current.pid(), since));
                int exitCode = current.waitFor();
                if (stopping.getCount() == 0) {
                    become(new ContainerState.Terminated(exitCode, Instant.now()));
                    return;
                }
                delay = delay.after(Duration.between(since, Instant.now()));
                become(new ContainerState.Waiting("CrashLoopBackOff", "ended with exit code " + exitCode));
                if (stopping.await(delay.next().toMillis(), TimeUnit.MILLISECONDS)) {
                    return;
                }
                delay = delay.doubled();
                restarts.incrementAndGet();
            } while (stopping.getCount() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private @Nullable Process launched() throws InterruptedException {
        try {
            synchronized (this) {
                if (stopping.getCount() == 0) {
                    return null;
                }
                Process started = launch.start();
                process = started;
                return started;
            }
        } catch (IOException | IllegalStateException e) {
            become(new ContainerState.Waiting("CreateContainerConfigError", String.valueOf(e.getMessage())));
            stopping.await(CONFIGURATION_RETRY.toMillis(), TimeUnit.MILLISECONDS);
            return null;
        }
    }

    private void become(ContainerState next) {
        boolean news = !next.equals(state);
        state = next;
        if (news) {
            changed.run();
        }
    }

    /** SIGTERM, and SIGKILL after {@code grace}; returns when the process is gone. */
    void stop(Duration grace) throws InterruptedException {
        Optional<Thread> waiting;
        synchronized (this) {
            stopping.countDown();
            waiting = Optional.ofNullable(supervisor);
        }
        Process last = process;
        if (last != null) {
            last.destroy();
            if (!last.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                last.destroyForcibly().waitFor();
            }
        }
        if (waiting.isPresent()) {
            waiting.get().join();
        }
    }
}
