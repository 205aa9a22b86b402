package io.erlangcluster.sidecar.identity;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Gets this pod's certificate and renews it at two thirds of its life, each time for a new key, as long as there is a
 * line to the operator; asks again while there is no answer. Event loop only.
 */
public final class Certification {

    private static final Logger LOG = Logger.getLogger(Certification.class);

    /** Renewals of pods that started together drift apart by a tenth of their time. */
    private static final double JITTER = 0.1;

    private static final double SHARE_OF_LIFE = 2.0 / 3;

    /**
     * How long an answer is waited for.
     *
     * @param first until asked again; doubled each time
     * @param most the longest of these
     */
    public record Patience(Duration first, Duration most) {
        public static final Patience DEFAULT = new Patience(Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    private final EventLoop loop;
    private final OwnIdentity identity;
    private final Patience patience;

    private Optional<Consumer<byte[]>> operator = Optional.empty();
    private Optional<KeyRequest> asked = Optional.empty();
    private Optional<Future<KeyRequest>> prepared = Optional.empty();
    private Future<?> timer;
    private Duration wait;
    private Instant due = Instant.MIN;

    public Certification(EventLoop loop, OwnIdentity identity, Patience patience) {
        this.loop = loop;
        this.identity = identity;
        this.patience = patience;
        this.wait = patience.first();
        this.timer = loop.newSucceededFuture(null);
    }

    /** A certificate will be asked for: its key is made meanwhile. */
    public void begin() {
        prepared = Optional.of(prepare());
    }

    /** The operator took this pod in and certifies the PKCS #10 requests that {@code ask} is given. */
    public void connected(Consumer<byte[]> ask) {
        operator = Optional.of(ask);
        wait = patience.first();
        later();
    }

    /** Whether this pod has had a certificate; it may have run out since. */
    public boolean isCertified() {
        return due.isAfter(Instant.MIN);
    }

    /** No requests until {@link #connected} again; what was asked is not answered any more. */
    public void disconnected() {
        operator = Optional.empty();
        asked = Optional.empty();
        timer.cancel(false);
    }

    /** The operator's answer: DER, the pod's own first. */
    public void answered(List<byte[]> chain) {
        Optional<KeyRequest> request = asked;
        if (request.isEmpty()) {
            return;
        }
        try {
            take(request.get(), parse(chain));
        } catch (CertificateException e) {
            LOG.errorf(
                    "event=certificate-unusable problem=\"%s\" advice=\"look at the operator's log; asking again\"",
                    e.getMessage());
        }
    }

    private void take(KeyRequest request, List<X509Certificate> chain) throws CertificateException {
        X509Certificate own = chain.getFirst();
        if (!own.getPublicKey().equals(request.publicKey())) {
            throw new CertificateException("it is for another key");
        }
        own.checkValidity();
        asked = Optional.empty();
        due = renewal(own.getNotAfter().toInstant());
        wait = patience.first();
        identity.certified(request.privateKey(), chain);
        LOG.infof(
                "event=certified workload=%s notAfter=%s renewal=%s",
                PodNames.of(own).workload().orElse(""), own.getNotAfter().toInstant(), due);
        later();
    }

    private static Instant renewal(Instant notAfter) {
        Duration left = Duration.between(Instant.now(), notAfter);
        double share = SHARE_OF_LIFE * (1 - JITTER * ThreadLocalRandom.current().nextDouble());
        return Instant.now().plusMillis((long) (left.toMillis() * share));
    }

    /** Asks when it is time to. */
    private void later() {
        timer.cancel(false);
        long millis = due.isBefore(Instant.now())
                ? 0
                : Duration.between(Instant.now(), due).toMillis();
        if (millis == 0) {
            ask();
        } else {
            timer = loop.schedule(this::ask, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void ask() {
        Future<KeyRequest> key = prepared.orElseGet(this::prepare);
        prepared = Optional.of(key);
        key.addListener((Future<KeyRequest> made) -> {
            if (prepared.equals(Optional.of(key)) && operator.isPresent()) {
                prepared = Optional.empty();
                send(made.getNow(), operator.get());
            }
        });
    }

    private void send(KeyRequest request, Consumer<byte[]> to) {
        asked = Optional.of(request);
        timer.cancel(false);
        timer = loop.schedule(this::unanswered, wait.toMillis(), TimeUnit.MILLISECONDS);
        to.accept(request.pkcs10());
    }

    private void unanswered() {
        LOG.warnf(
                "event=certificate-unanswered seconds=%d advice=\"look at the operator's log; asking again\"",
                wait.toSeconds());
        Duration doubled = wait.plus(wait);
        wait = doubled.compareTo(patience.most()) > 0 ? patience.most() : doubled;
        ask();
    }

    /** On a thread of its own: the loop must not wait for it. */
    private Future<KeyRequest> prepare() {
        Promise<KeyRequest> made = loop.newPromise();
        Thread.ofPlatform().daemon().name("make-key").start(() -> {
            TlsEngine.provider();
            made.setSuccess(KeyRequest.make());
        });
        return made;
    }

    private static List<X509Certificate> parse(List<byte[]> chain) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (byte[] der : chain) {
            certificates.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        if (certificates.isEmpty()) {
            throw new CertificateException("no certificate in the answer");
        }
        return certificates;
    }
}
