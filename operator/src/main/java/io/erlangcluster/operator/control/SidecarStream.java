package io.erlangcluster.operator.control;

import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Refused;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;
import org.jboss.logging.Logger;

/** One sidecar's stream: a Hello that is judged, then reports that are passed on. */
final class SidecarStream {

    private static final Logger LOG = Logger.getLogger(SidecarStream.class);

    private final SidecarDesk desk;
    private final Outbox outbox;
    private Optional<Session> session = Optional.empty();
    private boolean greeted;
    private boolean closed;

    SidecarStream(SidecarDesk desk, Outbox outbox) {
        this.desk = desk;
        this.outbox = outbox;
    }

    void receive(ToOperator message) {
        if (message.hasHello()) {
            hello(message.getHello());
        } else {
            advance(message);
        }
    }

    private void hello(Hello hello) {
        synchronized (this) {
            if (greeted) {
                return;
            }
            greeted = true;
        }
        Admission.Verdict verdict;
        try {
            // Outside the lock: it may ask the API server.
            verdict = desk.admission().judge(hello);
        } catch (KubernetesClientException unreachable) {
            LOG.warnf(
                    "stream not admitted namespace=%s pod=%s: the API server cannot be asked: %s",
                    hello.getNamespace(), hello.getPod(), unreachable.getMessage());
            outbox.close(CloseReason.TRY_LATER);
            return;
        }
        switch (verdict) {
            case Admission.Verdict.Admitted(String nodeName) -> admit(Session.of(hello, nodeName));
            case Admission.Verdict.Rejected(String message) -> {
                LOG.warnf("stream refused namespace=%s pod=%s: %s", hello.getNamespace(), hello.getPod(), message);
                outbox.last(
                        ToSidecar.newBuilder()
                                .setRefused(Refused.newBuilder().setMessage(message))
                                .build()
                                .toByteArray(),
                        CloseReason.REFUSED);
            }
        }
    }

    private synchronized void admit(Session admitted) {
        if (closed) {
            return;
        }
        session = Optional.of(admitted);
        pass(admitted);
        desk.registries().of(admitted.cluster()).subscribe(admitted.pod(), outbox);
    }

    private synchronized void advance(ToOperator message) {
        if (session.isEmpty()) {
            outbox.close(CloseReason.HELLO_FIRST);
            return;
        }
        Session advanced = session.get().after(message);
        session = Optional.of(advanced);
        pass(advanced);
    }

    private void pass(Session said) {
        desk.reports().put(said.cluster(), said.podUid(), said.report());
    }

    synchronized void closeUnlessGreeted(CloseReason reason) {
        if (!greeted) {
            outbox.close(reason);
        }
    }

    void close(CloseReason reason) {
        outbox.close(reason);
    }

    /** The connection ended. That says nothing about the VM, so what was reported stays. */
    synchronized void closed() {
        closed = true;
        session.ifPresent(said -> {
            desk.registries().of(said.cluster()).unsubscribe(outbox);
            if (!desk.pods().isWatched(said.namespace(), said.pod(), said.podUid())) {
                desk.reports().forget(said.podUid());
            }
        });
    }
}
