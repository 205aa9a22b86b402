package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import java.time.Instant;

/** Where a container is in its life. */
public sealed interface ContainerState {

    /** No process now; {@code reason} is a kubelet's word for why. */
    record Waiting(String reason, String message) implements ContainerState {}

    /** The process runs since {@code since}; {@code pid} is this machine's. */
    record Running(long pid, Instant since) implements ContainerState {}

    /** Stopped for good. */
    record Terminated(int exitCode, Instant at) implements ContainerState {}

    /** The state as the pod's status shows it. */
    default ContainerStatus toStatus(String name, String image, int restarts) {
        ContainerStatusBuilder status = new ContainerStatusBuilder()
                .withName(name)
                .withImage(image)
                .withImageID(image)
                .withRestartCount(restarts)
                .withReady(this instanceof Running)
                .withStarted(this instanceof Running);
        return switch (this) {
            case Waiting(String reason, String message) ->
                status.withNewState().withNewWaiting(message, reason).endState().build();
            case Running(long pid, Instant since) ->
                status.withNewState()
                        .withNewRunning(since.toString())
                        .endState()
                        .build();
            case Terminated(int exitCode, Instant at) ->
                status.withNewState()
                        .withNewTerminated()
                        .withExitCode(exitCode)
                        .withFinishedAt(at.toString())
                        .withReason(exitCode == 0 ? "Completed" : "Error")
                        .endTerminated()
                        .endState()
                        .build();
        };
    }
}
