package io.erlangcluster.operator.replica;

import jakarta.inject.Singleton;

/** Whether this replica leads; the only one does. */
@Singleton
public class Leadership {

    public boolean isLeader() {
        return true;
    }

    /** {@code task} is run each time this replica becomes the leader. */
    public void onElected(Runnable task) {
        task.run();
    }
}
