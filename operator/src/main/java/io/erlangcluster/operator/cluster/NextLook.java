package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.util.Optional;

/** When to reconcile again although nothing changes: the soonest of all reasons. Used within one reconciliation. */
final class NextLook {

    private Optional<Duration> soonest = Optional.empty();

    void in(Duration wait) {
        soonest = soonest.filter(earlier -> earlier.compareTo(wait) <= 0).or(() -> Optional.of(wait));
    }

    UpdateControl<ErlangCluster> reschedule(UpdateControl<ErlangCluster> control) {
        soonest.ifPresent(control::rescheduleAfter);
        return control;
    }
}
