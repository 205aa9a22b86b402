package io.erlangcluster.operator.registry;

import io.erlangcluster.api.ErlangClusterSpec.Tls;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Policy;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One cluster's registry, told to each sidecar as far as {@code spec.mixing} lets it know: what a sidecar is not told
 * it neither offers, nor dials, nor lets in. Until {@link #publish} and {@link #mix} were called there is nothing to
 * tell, and an empty snapshot, or one of everybody, would be a lie: subscribers wait.
 *
 * <p>Subscribers are called under this registry's lock and must not block.
 */
public final class ClusterRegistry {

    private final String epoch;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Map<String, GroupFeed> feeds = new HashMap<>();
    private final Map<String, Node> peers = new HashMap<>();
    private Members members = new Members(Mixing.DEFAULT);
    private Optional<Mixing> mixing = Optional.empty();
    private Optional<byte[]> policy = Optional.empty();
    private boolean published;
    private int feedsMade;

    ClusterRegistry(String epoch) {
        this.epoch = epoch;
    }

    /** By full name, all that the cluster is to be told of. */
    synchronized void publish(Map<String, Known> all) {
        Map<String, Known> changes = new HashMap<>(all);
        members.names().forEach(name -> changes.putIfAbsent(name, Known.NOTHING));
        peers.keySet().forEach(name -> changes.putIfAbsent(name, Known.NOTHING));
        boolean first = !published;
        published = true;
        update(changes);
        if (first) {
            tell(Map.of(), subscriptions.all());
        }
    }

    /** By full name, what the nodes that may have changed are now. The others are not looked at. */
    synchronized void update(Map<String, Known> changes) {
        Map<String, Set<String>> touched = new HashMap<>();
        Set<Consumer<byte[]>> concerned = new HashSet<>();
        changes.forEach((name, now) -> {
            Optional<Node> before = members.named(name);
            if (!before.equals(now.member())) {
                members.put(name, now.member()).forEach(group -> touch(touched, group, name));
                before.ifPresent(node -> concerned.addAll(subscriptions.of(node.getPod())));
                now.member().ifPresent(node -> concerned.addAll(subscriptions.of(node.getPod())));
            }
            if (!Optional.ofNullable(peers.get(name)).equals(now.peer())) {
                now.peer().ifPresentOrElse(node -> peers.put(name, node), () -> peers.remove(name));
                feeds.keySet().forEach(group -> touch(touched, group, name));
            }
        });
        tell(touched, concerned);
    }

    private static void touch(Map<String, Set<String>> touched, String group, String name) {
        touched.computeIfAbsent(group, _ -> new HashSet<>()).add(name);
    }

    /** From now on {@code policy} says who is told of whom. */
    public synchronized void mix(Mixing policy) {
        if (mixing.filter(policy::equals).isPresent()) {
            return;
        }
        mixing = Optional.of(policy);
        members = members.mixed(policy);
        Map<String, Set<String>> touched = new HashMap<>();
        feeds.forEach((group, feed) -> {
            feed.names().forEach(name -> touch(touched, group, name));
            members.in(group).keySet().forEach(name -> touch(touched, group, name));
        });
        tell(touched, subscriptions.all());
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
            subscriptions.all().forEach(subscriber -> subscriber.accept(message));
        }
    }

    synchronized boolean isPublished() {
        return published;
    }

    /**
     * {@code subscriber}, the sidecar of {@code pod}, gets the policy and a snapshot, now or when there is one, and all
     * that follows.
     */
    public synchronized void subscribe(String pod, Consumer<byte[]> subscriber) {
        if (subscriptions.add(pod, subscriber)) {
            policy.ifPresent(subscriber);
            tell(Map.of(), Set.of(subscriber));
        }
    }

    /** {@code subscriber} gets nothing more. */
    public synchronized void unsubscribe(Consumer<byte[]> subscriber) {
        subscriptions.remove(subscriber).ifPresent(group -> leave(group, subscriber));
    }

    /**
     * Tells of the names that were {@code touched}, by group. Who of {@code concerned} is in another group now leaves
     * before that and joins afterwards: he starts anew with a snapshot.
     */
    private void tell(Map<String, Set<String>> touched, Collection<Consumer<byte[]>> concerned) {
        if (!published || mixing.isEmpty()) {
            return;
        }
        Map<Consumer<byte[]>, String> joining = new LinkedHashMap<>();
        for (Consumer<byte[]> subscriber : concerned) {
            // A pod without a node keeps what it was told: lack of information changes nothing.
            members.groupOf(subscriptions.pod(subscriber))
                    .filter(group -> !subscriptions.isIn(subscriber, group))
                    .ifPresent(group -> joining.put(subscriber, group));
        }
        joining.forEach((subscriber, group) ->
                subscriptions.move(subscriber, group).ifPresent(left -> leave(left, subscriber)));
        touched.forEach((group, names) ->
                Optional.ofNullable(feeds.get(group)).ifPresent(feed -> feed.publish(told(group, names))));
        joining.forEach((subscriber, group) -> feed(group).subscribe(subscriber));
    }

    private Map<String, Optional<Node>> told(String group, Set<String> names) {
        Map<String, Optional<Node>> told = new HashMap<>();
        names.forEach(name -> told.put(name, members.in(group, name).or(() -> Optional.ofNullable(peers.get(name)))));
        return told;
    }

    private GroupFeed feed(String group) {
        return feeds.computeIfAbsent(group, _ -> {
            Map<String, Node> told = new HashMap<>(peers);
            told.putAll(members.in(group));
            return new GroupFeed(epoch + "." + ++feedsMade, told);
        });
    }

    private void leave(String group, Consumer<byte[]> subscriber) {
        Optional.ofNullable(feeds.get(group)).ifPresent(feed -> {
            feed.unsubscribe(subscriber);
            if (feed.isIdle()) {
                feeds.remove(group);
            }
        });
    }
}
