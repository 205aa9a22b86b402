package io.erlangcluster.operator.replica;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Whether this replica leads: only the leader reconciles. The framework's own election ends the process when the lease
 * is lost; here it must go on, because sidecars have their streams here, also while the API server is away and nobody
 * can lead.
 */
@Singleton
public class Leadership {

    private static final Logger LOG = Logger.getLogger(Leadership.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(3);

    private final KubernetesClient client;
    private final LeadershipSettings settings;
    private final String identity = Optional.ofNullable(System.getenv("HOSTNAME"))
                    .orElse("operator") + "-" + UUID.randomUUID().toString().substring(0, 8);
    /**
     * A thread of its own and of the kernel's: virtual threads share a carrier per core, and give it back only when
     * they wait. A burst of reviews that load their classes could keep a renewal waiting past its deadline.
     */
    private final ExecutorService attempts = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("election-attempt").factory());

    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean leader;
    private volatile boolean stopped;
    private final Thread candidate =
            Thread.ofPlatform().daemon().name("election").unstarted(this::stand);

    public Leadership(KubernetesClient client, LeadershipSettings settings) {
        this.client = client;
        this.settings = settings;
    }

    public boolean isLeader() {
        return leader;
    }

    /** {@code task} is run each time this replica becomes the leader. */
    public void onElected(Runnable task) {
        listeners.add(task);
        if (leader) {
            task.run();
        }
    }

    /** Stands for election until {@link #stop}. */
    void start() {
        if (settings.elected()) {
            candidate.start();
        } else {
            elected();
        }
    }

    /** Gives the lease back, so that another replica leads within {@link LeadershipSettings#retry}. */
    void stop() {
        stopped = true;
        candidate.interrupt();
        try {
            if (candidate.isAlive()) {
                candidate.join(LONGEST_STOP);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    private void stand() {
        LeaderElectionConfig config = new LeaderElectionConfig(
                new LeaseLock(settings.namespace(), settings.name(), identity),
                settings.lease(),
                settings.renewDeadline(),
                settings.retry(),
                new LeaderCallbacks(this::elected, this::deposed, other -> {}),
                true,
                settings.name());
        while (!stopped) {
            // Ends when the lease is lost, or by interruption, and then gives it back.
            new LeaderElector(client, config, attempts).run();
            deposed();
            LockSupport.parkNanos(settings.retry().toNanos());
        }
    }

    private synchronized void elected() {
        if (!leader) {
            leader = true;
            LOG.infof("leader elected replica=%s", identity);
            listeners.forEach(Runnable::run);
        }
    }

    private synchronized void deposed() {
        if (leader) {
            leader = false;
            LOG.infof("no longer the leader replica=%s: streams and admission go on", identity);
        }
    }
}
