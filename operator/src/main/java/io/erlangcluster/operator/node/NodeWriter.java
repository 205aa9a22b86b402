package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.logging.Logger;

/**
 * Writes decided changes to the API, each node on its own virtual thread. Every write carries the resourceVersion it
 * was decided from: a conflict means that the informer will bring what we did not know, and we decide again then.
 */
@Singleton
public class NodeWriter {

    private static final Logger LOG = Logger.getLogger(NodeWriter.class);

    private final KubernetesClient client;

    public NodeWriter(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Makes all {@code changes} and returns when every one was tried.
     *
     * @throws KubernetesClientException the first failure that deciding again does not cure: an API server that is away
     */
    public void write(Collection<NodeChange> changes) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> writes = changes.stream()
                    .<Callable<Boolean>>map(change -> () -> tryWrite(change))
                    .toList();
            for (Future<Boolean> written : threads.invokeAll(writes)) {
                written.get();
            }
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(failed);
        }
    }

    /** False if what was judged is not what the API server has any more. */
    boolean tryWrite(NodeChange change) {
        return written(change).isPresent();
    }

    /**
     * The version that {@code change} ended with; absent if what was judged is not what the API server has any more.
     */
    Optional<String> written(NodeChange change) {
        try {
            return Optional.of(NodeStore.version(write(change)));
        } catch (KubernetesClientException outdated) {
            int code = outdated.getCode();
            if (code != HttpURLConnection.HTTP_CONFLICT && code != HttpURLConnection.HTTP_NOT_FOUND) {
                throw outdated;
            }
            LOG.debugf("write decided anew: %s", outdated.getMessage());
            return Optional.empty();
        }
    }

    private ErlangNode write(NodeChange change) {
        return switch (change) {
            case NodeChange.Create(ErlangNode desired) -> {
                ErlangNode created =
                        writeStatus(desired, client.resource(desired).create());
                log(desired);
                yield created;
            }
            case NodeChange.Replace(ErlangNode current, ErlangNode desired) -> {
                ErlangNode replaced =
                        writeStatus(desired, client.resource(desired).update());
                logIfPhaseDiffers(current, desired);
                yield replaced;
            }
            case NodeChange.ReplaceStatus(ErlangNode current, ErlangNode desired) -> {
                ErlangNode replaced = writeStatus(desired, current);
                logIfPhaseDiffers(current, desired);
                yield replaced;
            }
            case NodeChange.Delete(ErlangNode current) -> {
                // Of exactly what was judged: a name may be leased anew at any moment.
                client.resource(current)
                        .lockResourceVersion(current.getMetadata().getResourceVersion())
                        .delete();
                LOG.infof(
                        "%s cluster=%s namespace=%s node=%s",
                        current.getSpec().isLease() ? "no pod came for the lease" : "node gone",
                        current.getSpec().cluster(),
                        current.getMetadata().getNamespace(),
                        current.getSpec().name());
                yield current;
            }
        };
    }

    /** A create or replace leaves the status alone: that is a subresource. */
    private ErlangNode writeStatus(ErlangNode desired, ErlangNode latest) {
        if (desired.getStatus() == null) {
            return latest;
        }
        ErlangNode node = new ErlangNode();
        node.setMetadata(latest.getMetadata());
        node.setSpec(desired.getSpec());
        node.setStatus(desired.getStatus());
        return client.resource(node).updateStatus();
    }

    private static void logIfPhaseDiffers(ErlangNode current, ErlangNode desired) {
        if (status(current).phase() != status(desired).phase()
                || !current.getSpec().pod().equals(desired.getSpec().pod())) {
            log(desired);
        }
    }

    private static ErlangNodeStatus status(ErlangNode node) {
        return Objects.requireNonNullElse(node.getStatus(), ErlangNodeStatus.NONE);
    }

    private static void log(ErlangNode node) {
        LOG.infof(
                "node phase=%s cluster=%s namespace=%s node=%s pod=%s ip=%s creation=%d",
                status(node).phase(),
                node.getSpec().cluster(),
                node.getMetadata().getNamespace(),
                node.getSpec().name(),
                node.getSpec().pod().name(),
                status(node).podIP(),
                status(node).creation());
    }
}
