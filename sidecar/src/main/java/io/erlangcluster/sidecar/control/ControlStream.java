package io.erlangcluster.sidecar.control;

import com.google.protobuf.ByteString;
import io.erlangcluster.protocol.v1.CertificateRequest;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Refused;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The pod's line to the operator: tells it what runs here, keeps the registry as it says, comes back for ever. While
 * the operator is away the registry stays as it was. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // the loop's end is the end of looking
public final class ControlStream implements PodRegistry.Listener {

    private static final Logger LOG = Logger.getLogger(ControlStream.class);

    /** Between two looks for another proof, while there is one that was refused. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final EventLoop loop;
    private final ControlSettings settings;
    private final PodRegistry registry;
    private final Credentials credentials;
    private final StreamDialler dialler;
    private final Backoff backoff;
    private final PodReport report;

    private Optional<StreamHandler> stream = Optional.empty();
    private boolean accepted;
    private boolean following;
    private boolean reachable;
    private boolean lossTold;
    private String refusalTold = "";
    private Duration patience = Duration.ZERO;
    private boolean closed;
    private Future<?> retry;

    public ControlStream(EventLoop loop, ControlSettings settings, PodRegistry registry, Credentials credentials) {
        this.loop = loop;
        this.settings = settings;
        this.registry = registry;
        this.credentials = credentials;
        this.dialler = new StreamDialler(loop, settings, credentials);
        ControlSettings.Timing timing = settings.timing();
        this.backoff = new Backoff(timing.retryFirst(), timing.retryMost(), RandomGenerator.getDefault());
        this.report = new PodReport(settings);
        this.retry = loop.newSucceededFuture(null);
    }

    /** Connects; what the registry tells before that goes with the first Hello. */
    public void open() {
        credentials.begin();
        connect();
    }

    /** True while the operator keeps the registry up to date. */
    public boolean connected() {
        return following;
    }

    /** Ends the stream for good. */
    public void close() {
        closed = true;
        retry.cancel(false);
        stream.ifPresent(open -> open.close("the sidecar stops"));
        dialler.close();
    }

    /**
     * Tells the operator whom {@code node} is connected with.
     *
     * @param connected all of its visible peers
     * @param failures peers that it should have and has not, each with the cause
     */
    public void linksChanged(LocalNode node, Set<NodeName> connected, Map<NodeName, String> failures) {
        boolean known = registry.localNode(node.name().alive()).equals(Optional.of(node));
        if (known && report.keep(node, connected, failures) && reachable) {
            report.links(node).ifPresent(this::send);
        }
    }

    @Override
    public void localUp(LocalNode node) {
        if (reachable) {
            send(report.up(node));
        }
    }

    @Override
    public void localDown(LocalNode node) {
        ToOperator down = report.down(node);
        if (reachable) {
            send(down);
        }
    }

    /** Peers dial a node as soon as they hear of it, so they shall not hear of it before they get through. */
    private void tellWhenReachable() {
        if (!reachable && credentials.reachable()) {
            reachable = true;
            registry.localNodes().forEach(node -> {
                send(report.up(node));
                report.links(node).ifPresent(this::send);
            });
        }
    }

    /** While there is no stream nothing is kept: the next Hello tells everything. */
    private void send(ToOperator message) {
        stream.ifPresent(open -> open.send(message));
    }

    private void connect() {
        if (closed) {
            return;
        }
        Optional<String> obstacle = credentials.obstacle();
        if (obstacle.isPresent()) {
            lost(obstacle.get());
        } else {
            dialler.dial(new Events()).addListener((ChannelFuture dialled) -> {
                if (!dialled.isSuccess()) {
                    lost(String.valueOf(dialled.cause().getMessage()));
                }
            });
        }
    }

    private final class Events implements StreamHandler.Events {
        @Override
        public void opened(StreamHandler opened) {
            if (closed) {
                opened.close("the sidecar stops");
                return;
            }
            stream = Optional.of(opened);
            reachable = credentials.reachable();
            opened.send(report.hello(reachable ? registry.localNodes() : List.of(), credentials.token()));
        }

        @Override
        public void received(StreamHandler from, ToSidecar message) {
            if (message.getMessageCase() != ToSidecar.MessageCase.REFUSED) {
                accepted(from);
            }
            switch (message.getMessageCase()) {
                case SNAPSHOT -> follow(message.getSnapshot());
                case DELTA -> follow(from, message.getDelta());
                case REFUSED -> refused(from, message.getRefused());
                case CERTIFICATE ->
                    credentials.certified(message.getCertificate().getChainList().stream()
                            .map(ByteString::toByteArray)
                            .toList());
                case POLICY -> credentials.policy(message.getPolicy().getPlain());
                case MESSAGE_NOT_SET -> {}
            }
            tellWhenReachable();
        }

        @Override
        public void ended(StreamHandler over, String reason) {
            stream = Optional.empty();
            following = false;
            accepted = false;
            credentials.ended();
            lost(reason);
        }
    }

    /** Whatever is not a refusal says that the Hello was accepted. */
    private void accepted(StreamHandler from) {
        if (!accepted) {
            accepted = true;
            credentials.accepted(pkcs10 -> from.send(ToOperator.newBuilder()
                    .setCertificateRequest(CertificateRequest.newBuilder().setPkcs10(ByteString.copyFrom(pkcs10)))
                    .build()));
        }
    }

    private void follow(Snapshot snapshot) {
        ClusterView view = RegistryReader.read(snapshot);
        if (!following) {
            LOG.infof(
                    "event=operator-connected operator=%s cluster=%s nodes=%d",
                    settings.operator(), settings.cluster(), view.nodes().size());
        }
        following = true;
        lossTold = false;
        refusalTold = "";
        backoff.reset();
        registry.putCluster(view);
    }

    private void follow(StreamHandler from, Delta delta) {
        Optional<ClusterView> next = following ? RegistryReader.read(registry.cluster(), delta) : Optional.empty();
        next.ifPresentOrElse(
                registry::putCluster,
                () -> from.close("the registry's version " + delta.getVersion() + " does not follow, asking anew"));
    }

    private void refused(StreamHandler from, Refused refused) {
        if (!refused.getMessage().equals(refusalTold)) {
            refusalTold = refused.getMessage();
            LOG.errorf(
                    "event=operator-refused operator=%s cluster=%s pod=%s message=\"%s\" advice=\"%s\"",
                    settings.operator(),
                    settings.cluster(),
                    settings.pod(),
                    refused.getMessage(),
                    credentials.refusalAdvice());
        }
        lossTold = true;
        patience = settings.timing().retryRefused();
        from.close("refused");
    }

    private void lost(String reason) {
        if (closed) {
            return;
        }
        if (!lossTold) {
            lossTold = true;
            LOG.warnf(
                    "event=operator-lost operator=%s reason=\"%s\" advice=\"is the operator running and reachable from"
                            + " this pod? The last known registry stays in use\"",
                    settings.operator(), reason);
        }
        Duration pause = backoff.next().plus(patience);
        retry = loop.schedule(this::connect, pause.toNanos(), TimeUnit.NANOSECONDS);
        if (patience.isPositive()) {
            lookForProof(retry);
        }
        patience = Duration.ZERO;
    }

    /** What was refused may be good with another token: then {@code waiting} is over. */
    private void lookForProof(Future<?> waiting) {
        loop.schedule(
                () -> {
                    if (waiting.isDone()) {
                        return;
                    }
                    if (credentials.renewed()) {
                        waiting.cancel(false);
                        connect();
                    } else {
                        lookForProof(waiting);
                    }
                },
                LOOK.toMillis(),
                TimeUnit.MILLISECONDS);
    }
}
