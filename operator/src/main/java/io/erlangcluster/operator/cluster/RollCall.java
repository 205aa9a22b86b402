package io.erlangcluster.operator.cluster;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Waits until its owner has heard of every cluster that was there when the informer was filled: the informer's cache is
 * whole at once, its listener hears of what is in it one after the other, later.
 */
final class RollCall {

    private final Runnable onComplete;
    private final Set<ResourceID> heard = new HashSet<>();
    private final Set<ResourceID> missing = new HashSet<>();
    private boolean called;

    RollCall(Runnable onComplete) {
        this.onComplete = onComplete;
    }

    /** {@code cluster} came, or went. */
    synchronized void heard(ResourceID cluster) {
        if (!called) {
            heard.add(cluster);
        } else if (missing.remove(cluster) && missing.isEmpty()) {
            onComplete.run();
        }
    }

    /** The informer is filled, with {@code present}. To be called once. */
    synchronized void call(Stream<ResourceID> present) {
        called = true;
        present.filter(cluster -> !heard.contains(cluster)).forEach(missing::add);
        heard.clear();
        if (missing.isEmpty()) {
            onComplete.run();
        }
    }
}
