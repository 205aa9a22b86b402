package io.erlangcluster.operator.control;

import io.erlangcluster.operator.node.LinkReport;
import io.erlangcluster.operator.node.PodReport;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.LinkFailure;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.ToOperator;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * What an admitted sidecar has said so far, folded into one report. Immutable.
 *
 * @param cluster the cluster of its pod
 * @param namespace of its pod
 * @param pod name of its pod
 * @param podUid uid of its pod
 * @param node the only node it may speak for; absent if the node brings its own name
 * @param report all it said
 * @param warned whether the log has it already that it spoke of another's node
 */
record Session(
        ResourceID cluster,
        String namespace,
        String pod,
        String podUid,
        Optional<String> node,
        PodReport report,
        boolean warned) {

    private static final Logger LOG = Logger.getLogger(Session.class);

    /** A name is an atom. */
    private static final int LONGEST_NAME = 255;

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    static Session of(Hello hello, Optional<String> nodeName) {
        Session session = new Session(
                new ResourceID(hello.getCluster(), hello.getNamespace()),
                hello.getNamespace(),
                hello.getPod(),
                hello.getPodUid(),
                nodeName,
                new PodReport(hello.getTunnelPort(), Map.of(), Map.of()),
                false);
        for (NodeUp node : hello.getNodesList()) {
            session = session.up(node);
        }
        for (Links links : hello.getLinksList()) {
            session = session.links(links);
        }
        return session;
    }

    /** The node it speaks for: the one given to its pod, or the one that names itself and is there. */
    Optional<String> nodeName() {
        return node.or(() -> report.creations().keySet().stream().findFirst());
    }

    /** This session after {@code message}. */
    Session after(ToOperator message) {
        return switch (message.getMessageCase()) {
            case NODE_UP -> up(message.getNodeUp());
            case NODE_DOWN ->
                with(report.down(
                        message.getNodeDown().getName(),
                        Integer.toUnsignedLong(message.getNodeDown().getCreation())));
            case LINKS -> links(message.getLinks());
            // Unknown messages come from a newer sidecar; the others are the stream's business.
            case HELLO, CERTIFICATE_REQUEST, MESSAGE_NOT_SET -> this;
        };
    }

    private Session up(NodeUp node) {
        // A pod that names its node itself may have one at a time: the first.
        String expected = nodeName().orElse(node.getName());
        if (!node.getName().equals(expected) || !isFullName(node.getName())) {
            return foreign(node.getName(), expected);
        }
        return with(report.up(node.getName(), Integer.toUnsignedLong(node.getCreation())));
    }

    /** Said once for each stream: a message has room for many names. */
    private Session foreign(String name, String expected) {
        if (!warned) {
            LOG.infof(
                    "ignored a node that is not this pod's cluster=%s namespace=%s pod=%s node=\"%s\" expected=\"%s\": %s",
                    cluster.getName(),
                    namespace,
                    pod,
                    printable(name),
                    printable(expected),
                    node.isPresent()
                            ? "start the VM with the name in NODE_NAME"
                            : "a pod has one node, called name@host");
        }
        return new Session(cluster, namespace, pod, podUid, node, report, true);
    }

    private static String printable(String name) {
        return CONTROL.matcher(name.substring(0, Math.min(LONGEST_NAME, name.length())))
                .replaceAll("?");
    }

    private static boolean isFullName(String name) {
        int at = name.indexOf('@');
        return at > 0 && at < name.length() - 1 && name.length() <= LONGEST_NAME;
    }

    private Session links(Links links) {
        Map<String, String> failures = new HashMap<>();
        for (LinkFailure failure : links.getFailedList()) {
            failures.put(failure.getPeer(), failure.getCause());
        }
        // One copy of each name: in a mesh of a thousand every sidecar says the same thousand.
        List<String> connected =
                links.getConnectedList().stream().map(String::intern).toList();
        return with(report.linked(links.getName(), LinkReport.of(connected, failures)));
    }

    private Session with(PodReport changed) {
        return new Session(cluster, namespace, pod, podUid, node, changed, warned);
    }
}
