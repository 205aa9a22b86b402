package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Nodes that bring their own names ({@code nodeNames: Existing}): their ErlangNodes are made when a sidecar first tells
 * the name, and are called after the pod, because such nodes may share the part before the {@code @}.
 */
@Singleton
public class ExistingNodes {

    private static final Logger LOG = Logger.getLogger(ExistingNodes.class);

    private final KubernetesClient client;
    private final PodLookup pods;
    private final NodeWriter writer;

    public ExistingNodes(KubernetesClient client, PodLookup pods, NodeWriter writer) {
        this.client = client;
        this.pods = pods;
        this.writer = writer;
    }

    /** Creates the node that {@code told} tells of, if any. False if the node of an earlier pod is in the way still. */
    boolean create(PodReports.Told told) {
        Optional<String> name = name(told);
        String namespace = told.cluster().getNamespace().orElse("");
        Optional<ErlangCluster> cluster =
                name.flatMap(known -> Optional.ofNullable(client.resources(ErlangCluster.class)
                        .inNamespace(namespace)
                        .withName(told.cluster().getName())
                        .get()));
        Optional<Pod> pod = cluster.flatMap(known -> pods.find(namespace, told.pod(), told.podUid()));
        return pod.isEmpty()
                || writer.tryWrite(new NodeChange.Create(NodeLife.decide(
                        cluster.orElseThrow(),
                        told.pod(),
                        name.orElseThrow(),
                        pod.get(),
                        Optional.empty(),
                        Instant.now())));
    }

    /** Whether the pod's VM came back under another name. */
    boolean isRenamed(PodReports.Told told, ErlangNode node) {
        return name(told).filter(name -> !name.equals(node.getSpec().name())).isPresent();
    }

    /** A node under another name is another node. False if the API server has a later state of {@code node}. */
    boolean rename(PodReports.Told told, ErlangNode node) {
        LOG.infof(
                "node renamed cluster=%s pod=%s node=%s was=%s",
                told.cluster().getName(),
                told.pod(),
                name(told).orElse(""),
                node.getSpec().name());
        return writer.tryWrite(new NodeChange.Delete(node)) && create(told);
    }

    /** A session lets one VM of a pod speak. */
    private static Optional<String> name(PodReports.Told told) {
        return told.report().creations().keySet().stream().findFirst();
    }
}
