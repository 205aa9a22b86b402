package io.erlangcluster.operator.control;

import io.erlangcluster.operator.identity.SigningRefused;
import io.erlangcluster.operator.node.PodReports;
import io.erlangcluster.protocol.v1.CertificateRequest;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Refused;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.time.Duration;
import java.util.Optional;

/** One sidecar's stream: a Hello that is judged, then reports that are passed on. */
final class SidecarStream {

    /** A sidecar needs one, and one for each renewal; the rest is for sidecars that stumble. */
    private static final int CERTIFICATES = 6;

    private static final Duration CERTIFICATE_REFILL = Duration.ofMinutes(10);

    private final SidecarDesk desk;
    private final Outbox outbox;
    private final MessageRate rate;
    private final MessageRate certificates;
    private final Runnable onArrived;
    private Optional<Session> session = Optional.empty();
    private volatile boolean greeted;
    private boolean closed;

    SidecarStream(SidecarDesk desk, Outbox outbox, ControlSettings settings, Runnable onArrived) {
        this.desk = desk;
        this.outbox = outbox;
        this.rate = new MessageRate(settings.burst(), settings.refill(), System.nanoTime());
        this.certificates = new MessageRate(CERTIFICATES, CERTIFICATE_REFILL, System.nanoTime());
        this.onArrived = onArrived;
    }

    /** Called for one message after the other; may block. */
    void receive(ToOperator message) {
        if (!rate.admit(System.nanoTime())) {
            outbox.close(CloseReason.TOO_FAST);
            return;
        }
        switch (message.getMessageCase()) {
            case HELLO -> hello(message.getHello());
            case CERTIFICATE_REQUEST -> certify(message.getCertificateRequest());
            case NODE_UP, NODE_DOWN, LINKS, MESSAGE_NOT_SET -> advance(message);
        }
    }

    private void hello(Hello hello) {
        if (greeted) {
            outbox.close(CloseReason.HELLO_AGAIN);
            return;
        }
        greeted = true;
        switch (desk.admission().judge(hello)) {
            case Admission.Verdict.Admitted(Optional<String> nodeName) -> admit(Session.of(hello, nodeName));
            case Admission.Verdict.Rejected(String message) ->
                refuse("stream", hello.getNamespace(), hello.getPod(), message);
            case Admission.Verdict.Undecided(String why) -> {
                desk.refusals().tell("stream put off", hello.getNamespace(), hello.getPod(), why);
                outbox.close(CloseReason.TRY_LATER);
            }
        }
    }

    private void refuse(String what, String namespace, String pod, String message) {
        desk.refusals().tell(what + " refused", namespace, pod, message);
        outbox.last(
                ToSidecar.newBuilder()
                        .setRefused(Refused.newBuilder().setMessage(message))
                        .build()
                        .toByteArray(),
                CloseReason.REFUSED);
    }

    private void admit(Session admitted) {
        synchronized (this) {
            if (closed) {
                return;
            }
            session = Optional.of(admitted);
            desk.reports().of(admitted.podUid()).map(PodReports.Told::stream).ifPresent(SidecarStream::replace);
            pass(admitted);
            desk.registries().of(admitted.cluster()).subscribe(admitted.pod(), outbox);
        }
        outbox.afterwards(onArrived);
    }

    private synchronized Optional<Session> admitted() {
        if (session.isEmpty()) {
            outbox.close(CloseReason.HELLO_FIRST);
        }
        return session;
    }

    private void certify(CertificateRequest request) {
        Optional<Session> admitted = admitted();
        if (admitted.isEmpty()) {
            return;
        }
        Session said = admitted.get();
        if (!certificates.admit(System.nanoTime())) {
            refuse(
                    "certificate",
                    said.namespace(),
                    said.pod(),
                    "a stream gets " + CERTIFICATES
                            + " certificates at once and another every " + CERTIFICATE_REFILL.toMinutes()
                            + " minutes: ask for a new one when two thirds of the last one's life are over");
            return;
        }
        try {
            outbox.accept(ToSidecar.newBuilder()
                    .setCertificate(desk.certification().certify(said, request))
                    .build()
                    .toByteArray());
        } catch (SigningRefused refused) {
            refuse("certificate", said.namespace(), said.pod(), String.valueOf(refused.getMessage()));
        }
    }

    private synchronized void advance(ToOperator message) {
        Optional<Session> advanced = admitted().map(said -> said.after(message));
        session = advanced;
        advanced.ifPresent(this::pass);
    }

    private void pass(Session said) {
        desk.reports()
                .put(new PodReports.Told(
                        this,
                        said.cluster(),
                        said.pod(),
                        said.podUid(),
                        said.node().isEmpty(),
                        said.report()));
    }

    /** A pod has one sidecar, and a sidecar one stream: of two, the earlier is what a broken network left behind. */
    private static void replace(Object earlier) {
        if (earlier instanceof SidecarStream stream) {
            stream.close(CloseReason.REPLACED);
        }
    }

    /** From any thread; never blocks. */
    void closeUnlessGreeted(CloseReason reason) {
        if (!greeted) {
            outbox.close(reason);
        }
    }

    void close(CloseReason reason) {
        outbox.close(reason);
    }

    boolean isClosing() {
        return outbox.isClosing();
    }

    /** The connection ended. That says nothing about the VM: what was reported stands in its ErlangNode. */
    synchronized void closed() {
        closed = true;
        session.ifPresent(said -> {
            desk.registries().of(said.cluster()).unsubscribe(outbox);
            desk.reports().forget(said.podUid(), this);
        });
    }
}
