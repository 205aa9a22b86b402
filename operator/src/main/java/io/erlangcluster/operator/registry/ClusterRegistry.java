package io.erlangcluster.operator.registry;

import io.erlangcluster.api.ErlangClusterSpec.Tls;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Policy;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One cluster's registry, told to each sidecar as far as {@code spec.mixing} lets it know: what a sidecar is not told
 * it neither offers, nor dials, nor lets in. Until {@link #publish} and {@link #mix} were called there is nothing to
 * tell, and an empty snapshot, or one of everybody, would be a lie: subscribers wait.
 */
public final class ClusterRegistry {

    private final String epoch;
    private final Map<String, GroupFeed> feeds = new HashMap<>();
    private final Map<Consumer<byte[]>, Subscription> subscriptions = new LinkedHashMap<>();
    private Optional<Mixing> mixing = Optional.empty();
    private Optional<List<ErlangNode>> nodes = Optional.empty();
    private Map<String, Node> peers = Map.of();
    private Optional<Groups> groups = Optional.empty();
    private Optional<byte[]> policy = Optional.empty();
    private int feedsMade;

    /** Whose sidecar it is, and the group it is told of; absent while its pod has no node. */
    private record Subscription(String pod, Optional<String> group) {}

    ClusterRegistry(String epoch) {
        this.epoch = epoch;
    }

    /**
     * The cluster consists of {@code current} now. Subscribers are called under this registry's lock and must not
     * block.
     */
    public synchronized void publish(Collection<ErlangNode> current) {
        publish(current, Map.of());
    }

    /** As well; {@code peering}, by name, are the nodes of peers, which every group is told of. */
    synchronized void publish(Collection<ErlangNode> current, Map<String, Node> peering) {
        nodes = Optional.of(List.copyOf(current));
        peers = Map.copyOf(peering);
        regroup();
    }

    /** From now on {@code policy} says who is told of whom. */
    public synchronized void mix(Mixing policy) {
        if (mixing.filter(policy::equals).isEmpty()) {
            mixing = Optional.of(policy);
            regroup();
        }
    }

    /**
     * The ErlangCluster ends, and its nodes with it. That is nothing to tell: links would end that nobody wanted to
     * end. Until {@link #mix} is called again everybody keeps what he was told.
     */
    public synchronized void rest() {
        mixing = Optional.empty();
    }

    /**
     * From now on {@code tls} is what the tunnels of the cluster's pods are like. To be called before the first
     * {@link #mix}, so that no sidecar hears of peers before it knows how to connect with them.
     */
    public synchronized void protect(Tls tls) {
        byte[] message = ToSidecar.newBuilder()
                .setPolicy(Policy.newBuilder().setPlain(tls == Tls.DISABLED))
                .build()
                .toByteArray();
        if (policy.filter(told -> Arrays.equals(told, message)).isEmpty()) {
            policy = Optional.of(message);
            subscriptions.keySet().forEach(subscriber -> subscriber.accept(message));
        }
    }

    synchronized boolean isPublished() {
        return nodes.isPresent();
    }

    /**
     * {@code subscriber}, the sidecar of {@code pod}, gets the policy and a snapshot, now or when there is one, and all
     * that follows.
     */
    public synchronized void subscribe(String pod, Consumer<byte[]> subscriber) {
        if (!subscriptions.containsKey(subscriber)) {
            Optional<String> group = groups.flatMap(known -> known.group(pod));
            subscriptions.put(subscriber, new Subscription(pod, group));
            policy.ifPresent(subscriber);
            group.ifPresent(joined -> feed(joined).subscribe(subscriber));
        }
    }

    /** {@code subscriber} gets nothing more. */
    public synchronized void unsubscribe(Consumer<byte[]> subscriber) {
        Optional.ofNullable(subscriptions.remove(subscriber))
                .flatMap(Subscription::group)
                .ifPresent(group -> leave(group, subscriber));
    }

    private void regroup() {
        if (nodes.isPresent() && mixing.isPresent()) {
            Groups now = Groups.of(nodes.get(), mixing.get());
            groups = Optional.of(now);
            subscriptions.replaceAll((subscriber, was) -> moved(subscriber, was, now));
            feeds.forEach((group, feed) -> feed.publish(told(now, group)));
        }
    }

    private Map<String, Node> told(Groups now, String group) {
        Map<String, Node> members = now.members(group);
        if (peers.isEmpty()) {
            return members;
        }
        Map<String, Node> told = new HashMap<>(peers);
        told.putAll(members);
        return told;
    }

    /** A pod without a node keeps what it was told: lack of information changes nothing. */
    private Subscription moved(Consumer<byte[]> subscriber, Subscription was, Groups now) {
        Optional<String> group = now.group(was.pod()).or(was::group);
        if (group.equals(was.group())) {
            return was;
        }
        was.group().ifPresent(old -> leave(old, subscriber));
        group.ifPresent(joined -> feed(joined).subscribe(subscriber));
        return new Subscription(was.pod(), group);
    }

    private GroupFeed feed(String group) {
        return feeds.computeIfAbsent(group, _ -> {
            GroupFeed feed = new GroupFeed(epoch + "." + ++feedsMade);
            groups.ifPresent(known -> feed.publish(told(known, group)));
            return feed;
        });
    }

    private void leave(String group, Consumer<byte[]> subscriber) {
        GroupFeed feed = feed(group);
        feed.unsubscribe(subscriber);
        if (feed.isIdle()) {
            feeds.remove(group);
        }
    }

    /** The nodes by group and name, and each pod's group. */
    private record Groups(Map<String, Map<String, Node>> byGroup, Map<String, String> byPod, boolean one) {

        static Groups of(List<ErlangNode> nodes, Mixing mixing) {
            Map<String, Map<String, Node>> members = new HashMap<>();
            Map<String, String> byPod = new HashMap<>();
            for (ErlangNode node : nodes) {
                Map<String, String> labels =
                        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of());
                String group = mixing.group(labels);
                members.computeIfAbsent(group, _ -> new HashMap<>())
                        .put(node.getSpec().name(), NodeMessages.of(node));
                byPod.put(node.getSpec().pod().name(), group);
            }
            return new Groups(members, byPod, mixing.policy() == Mixing.Policy.ALL);
        }

        Map<String, Node> members(String group) {
            return byGroup.getOrDefault(group, Map.of());
        }

        Optional<String> group(String pod) {
            return one ? Optional.of("") : Optional.ofNullable(byPod.get(pod));
        }
    }
}
