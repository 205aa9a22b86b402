package io.erlangcluster.sidecar.tunnel;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** What an exception of the TLS engine, or the alert that the peer sent (RFC 8446, 6.2), means for a link. */
final class TlsFailure {

    private static final List<String> NO_CERTIFICATE =
            List.of("certificate_required", "peer_did_not_return_a_certificate", "empty client certificate chain");
    private static final List<String> EXPIRED = List.of("certificate_expired");
    private static final List<String> FOREIGN =
            List.of("unknown_ca", "certificate_unknown", "bad_certificate", "unsupported_certificate");

    private TlsFailure() {}

    /** Empty if {@code failure} did not come from TLS. */
    static Optional<Objection> of(Throwable failure) {
        if (failure instanceof LinkRefusedException refused) {
            return Optional.of(new Objection(refused.answer(), String.valueOf(refused.getMessage())));
        }
        Throwable problem =
                failure instanceof DecoderException && failure.getCause() != null ? failure.getCause() : failure;
        if (!(problem instanceof SSLException)) {
            return Optional.empty();
        }
        return Optional.of(new Objection(cause(problem), detail(problem)));
    }

    private static Answer cause(Throwable problem) {
        List<Throwable> causes = causes(problem).toList();
        for (Throwable cause : causes) {
            if (cause instanceof CertPathValidatorException path) {
                boolean untimely =
                        path.getReason() == BasicReason.EXPIRED || path.getReason() == BasicReason.NOT_YET_VALID;
                return untimely ? Answer.EXPIRED_CERTIFICATE : Answer.FOREIGN_CERTIFICATE;
            }
        }
        if (causes.stream().anyMatch(cause -> cause instanceof CertificateException)) {
            return Answer.FOREIGN_CERTIFICATE;
        }
        return alert(String.valueOf(problem.getMessage()).toLowerCase(Locale.ROOT));
    }

    private static Answer alert(String message) {
        if (NO_CERTIFICATE.stream().anyMatch(message::contains)) {
            return Answer.NO_CERTIFICATE;
        }
        if (EXPIRED.stream().anyMatch(message::contains)) {
            return Answer.EXPIRED_CERTIFICATE;
        }
        return FOREIGN.stream().anyMatch(message::contains) ? Answer.FOREIGN_CERTIFICATE : Answer.HANDSHAKE;
    }

    private static String detail(Throwable problem) {
        if (problem instanceof SslHandshakeTimeoutException) {
            return "TLS handshake not finished in time";
        }
        Throwable innermost = causes(problem).reduce(problem, (outer, inner) -> inner);
        // Netty's message for what is no TLS at all quotes it; BoringSSL's begins with a number.
        String message = String.valueOf(innermost.getMessage());
        return message.length() > 120 ? message.substring(0, 120) : message;
    }

    private static Stream<Throwable> causes(Throwable problem) {
        return Stream.iterate(problem, cause -> cause != null, Throwable::getCause)
                .limit(8);
    }
}
