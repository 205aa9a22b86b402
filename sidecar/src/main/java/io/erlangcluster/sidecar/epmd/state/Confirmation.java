package io.erlangcluster.sidecar.epmd.state;

import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Asks the nodes of restored registrations whether they are still there, in rounds, until each has registered again or
 * is gone. Whoever has another name is gone at once. Where nobody listens the node is gone too, but only the second
 * time, three seconds later: a node that listens on another address than the loopback looks the same, and registers
 * again within two seconds (erl_epmd.erl). A node that answers, but never registers again, is asked ever more rarely.
 * Used on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a closed loop asks nobody
public final class Confirmation {

    private static final Logger LOG = Logger.getLogger(Confirmation.class);
    private static final int AT_ONCE = 64;
    private static final long FIRST_PAUSE_SECONDS = 3;
    private static final long LONGEST_PAUSE_SECONDS = 60;

    private final EventLoop loop;
    private final Registrations registrations;
    private final NodeProbe probe;
    private final Queue<Registration> toAsk = new ArrayDeque<>();
    private final Set<String> nobodyThere = new HashSet<>();
    private final Set<String> seen = new HashSet<>();
    private long pauseSeconds = FIRST_PAUSE_SECONDS;
    private int asking;
    private boolean resting;

    public Confirmation(EventLoop loop, Registrations registrations, NodeProbe probe) {
        this.loop = loop;
        this.registrations = registrations;
        this.probe = probe;
    }

    /** Begins the first round, with what has been restored so far; called on the event loop. */
    public void start() {
        resting = false;
        toAsk.addAll(registrations.awaited());
        next();
    }

    private void next() {
        while (asking < AT_ONCE && !toAsk.isEmpty()) {
            Registration registration = toAsk.remove();
            asking++;
            probe.probe(registration.port()).addListener((Future<NodeProbe.Answer> answer) -> {
                asking--;
                judge(registration, answer.getNow());
                next();
            });
        }
        if (asking == 0 && !resting && !registrations.awaited().isEmpty()) {
            resting = true;
            loop.schedule(this::start, pauseSeconds, TimeUnit.SECONDS);
            pauseSeconds = nobodyThere.isEmpty() ? Math.min(2 * pauseSeconds, LONGEST_PAUSE_SECONDS) : pauseSeconds;
        }
    }

    private void judge(Registration registration, NodeProbe.Answer answer) {
        String alive = registration.name();
        switch (answer) {
            case NodeProbe.Node(var name, var creation)
            when name.startsWith(alive + "@") -> {
                nobodyThere.remove(alive);
                if (registrations.confirm(registration, creation).isPresent() && seen.add(alive)) {
                    LOG.infof("restored node is there node=%s port=%d", NodePort.printable(name), registration.port());
                }
            }
            case NodeProbe.Node other ->
                expire(registration, "the port belongs to " + NodePort.printable(other.name()));
            case NodeProbe.Nobody() -> {
                if (seen.contains(alive) || !nobodyThere.add(alive)) {
                    expire(registration, "nobody listens on its port");
                }
            }
            case NodeProbe.Somebody() -> nobodyThere.remove(alive);
        }
    }

    private void expire(Registration registration, String reason) {
        nobodyThere.remove(registration.name());
        LOG.infof(
                "restored node is gone alive=%s port=%d reason=\"%s\"",
                NodePort.printable(registration.name()), registration.port(), reason);
        registrations.expire(registration);
    }
}
