package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.dist.DistFailure;
import io.erlangcluster.sidecar.dist.NameProbe;
import io.erlangcluster.sidecar.dist.ProbedNode;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Turns what a VM registers with EPMD (alive name and port) into what the cluster knows it by: its full name, learned
 * by half a handshake. Called on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a closed loop has nothing to retry
public final class LocalNodeDiscovery {

    private static final Logger LOG = Logger.getLogger(LocalNodeDiscovery.class);

    private final EventLoop loop;
    private final PodRegistry registry;
    private final ConnectorSettings settings;
    private final NameProbe probe;
    private final Map<String, Registration> registrations = new HashMap<>();

    public LocalNodeDiscovery(EventLoop loop, PodRegistry registry, ConnectorSettings settings, NameProbe probe) {
        this.loop = loop;
        this.registry = registry;
        this.settings = settings;
        this.probe = probe;
    }

    /** A VM registered {@code alive} and listens on {@code port}: it is put into the registry once it told its name. */
    public void registered(String alive, int port) {
        Registration registration = new Registration(alive, port);
        registrations.put(alive, registration);
        registration.probe(0);
    }

    /** The registration of {@code alive} ended. */
    public void unregistered(String alive) {
        registrations.remove(alive);
        registry.removeLocal(alive);
    }

    private final class Registration {
        private final String alive;
        private final int port;
        private final List<InetSocketAddress> addresses;
        private final Backoff backoff = settings.localRetry().backoff();
        private String lastFailure = "";

        Registration(String alive, int port) {
            this.alive = alive;
            this.port = port;
            this.addresses = settings.localAddresses(port);
        }

        private void probe(int attempt) {
            if (registrations.get(alive) != this) {
                return;
            }
            InetSocketAddress address = addresses.get(attempt % addresses.size());
            probe.probe(address).addListener((Future<ProbedNode> answer) -> {
                if (registrations.get(alive) != this) {
                    return;
                }
                if (answer.isSuccess()) {
                    found(answer.getNow(), attempt);
                } else {
                    again(attempt, DistFailure.of(answer.cause()).message());
                }
            });
        }

        private void found(ProbedNode node, int attempt) {
            if (node.name().startsWith(alive + "@") && node.name().length() > alive.length() + 1) {
                registry.putLocal(new LocalNode(NodeName.parse(node.name()), port, node.creation()));
            } else {
                again(
                        attempt,
                        "port " + port + " belongs to " + node.name() + ": is something else registered as " + alive
                                + " with this EPMD?");
            }
        }

        private void again(int attempt, String failure) {
            // Only after every address was tried is there anything to say or to wait for.
            if ((attempt + 1) % addresses.size() != 0) {
                probe(attempt + 1);
                return;
            }
            if (!failure.equals(lastFailure)) {
                lastFailure = failure;
                LOG.warnf("local node not known yet alive=%s port=%d cause=\"%s\"", alive, port, failure);
            }
            loop.schedule(() -> probe(attempt + 1), backoff.nextMillis(), TimeUnit.MILLISECONDS);
        }
    }
}
