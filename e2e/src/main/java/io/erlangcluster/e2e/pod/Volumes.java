package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.ConfigMapProjectionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretProjectionBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import io.fabric8.kubernetes.api.model.VolumeProjectionBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A pod's volumes, each a folder that outlives its containers; other kinds than these are not mounted. */
final class Volumes implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Volumes.class);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration NEVER = Duration.ofDays(1);

    private final String pod;
    private final Map<String, Path> empty = new HashMap<>();
    private final Map<String, ProjectedVolume> projected = new HashMap<>();
    private final Semaphore changes = new Semaphore(0);
    private final Thread follower;

    Volumes(Path folder, Pod pod, KubeletApi api) {
        this.pod = pod.getMetadata().getName();
        for (Volume volume : pod.getSpec().getVolumes()) {
            Path own = folder.resolve(volume.getName());
            if (volume.getEmptyDir() != null) {
                empty.put(volume.getName(), own);
            } else if (!sources(volume).isEmpty()) {
                projected.put(volume.getName(), new ProjectedVolume(pod, sources(volume), api, own));
            }
        }
        follower = Thread.ofVirtual().name("volumes of " + this.pod).unstarted(this::follow);
    }

    private static List<VolumeProjection> sources(Volume volume) {
        if (volume.getConfigMap() != null) {
            return List.of(new VolumeProjectionBuilder()
                    .withConfigMap(new ConfigMapProjectionBuilder()
                            .withName(volume.getConfigMap().getName())
                            .withItems(volume.getConfigMap().getItems())
                            .withOptional(volume.getConfigMap().getOptional())
                            .build())
                    .build());
        }
        if (volume.getSecret() != null) {
            return List.of(new VolumeProjectionBuilder()
                    .withSecret(new SecretProjectionBuilder()
                            .withName(volume.getSecret().getSecretName())
                            .withItems(volume.getSecret().getItems())
                            .withOptional(volume.getSecret().getOptional())
                            .build())
                    .build());
        }
        return volume.getProjected() == null ? List.of() : volume.getProjected().getSources();
    }

    /** The volume's folder, ready to be mounted; throws IllegalStateException while something in it is missing. */
    Optional<Path> folder(String volume) throws IOException {
        if (empty.containsKey(volume)) {
            return Optional.of(Files.createDirectories(empty.get(volume)));
        }
        ProjectedVolume wanted = projected.get(volume);
        return wanted == null ? Optional.empty() : Optional.of(wanted.look());
    }

    /** From now on tokens are renewed and changes followed. */
    void start() {
        follower.start();
    }

    /** Something that is mounted may have changed. */
    void changed() {
        changes.release();
    }

    private void follow() {
        try {
            Duration pause = pause();
            while (true) {
                changes.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                changes.drainPermits();
                pause = look() ? pause() : RETRY;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean look() {
        try {
            for (ProjectedVolume volume : projected.values()) {
                volume.look();
            }
            return true;
        } catch (IOException | IllegalStateException e) {
            LOG.debugf("volumes not renewed pod=%s cause=%s", pod, e.getMessage());
            return false;
        }
    }

    /** Until the next token is due. */
    private Duration pause() {
        Instant now = Instant.now();
        return projected.values().stream()
                .flatMap(volume -> volume.renewal().stream())
                .map(due -> Duration.between(now, due))
                .map(left -> left.isNegative() ? Duration.ZERO : left)
                .min(Duration::compareTo)
                .orElse(NEVER);
    }

    @Override
    public void close() {
        follower.interrupt();
    }
}
