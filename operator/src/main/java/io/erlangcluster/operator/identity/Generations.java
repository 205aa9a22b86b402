package io.erlangcluster.operator.identity;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The CA over time. A successor is announced before it signs, and a predecessor stays trusted until it ends, so that at
 * no moment anybody meets a certificate of an authority he has not heard of.
 *
 * @param current signs
 * @param next trusted already, signs later
 * @param retired sign no more, but what they signed is still about
 */
record Generations(KeyAndCertificate current, Optional<KeyAndCertificate> next, List<X509Certificate> retired) {

    Generations {
        retired = List.copyOf(retired);
    }

    static Generations first(KeyAndCertificate authority) {
        return new Generations(authority, Optional.empty(), List.of());
    }

    /** What they should be at {@code now}; equal to this while nothing is due. */
    Generations at(Instant now, Duration announcement, Supplier<KeyAndCertificate> successor) {
        List<X509Certificate> remembered = retired.stream()
                .filter(certificate -> certificate.getNotAfter().toInstant().isAfter(now))
                .toList();
        if (next.isPresent()) {
            Instant promotion = next.get().from().plus(Issuer.BACKDATE).plus(announcement);
            // One whose life ended while nobody looked cannot wait for its successor's announcement.
            boolean ready = !now.isBefore(promotion) || !now.isBefore(current.until());
            return ready
                    ? new Generations(next.get(), Optional.empty(), and(remembered, current.certificate()))
                    : new Generations(current, next, remembered);
        }
        return new Generations(
                current, current.isDue(now) ? Optional.of(successor.get()) : Optional.empty(), remembered);
    }

    /** Everybody to trust, the signing one first. */
    List<X509Certificate> trusted() {
        return Stream.of(
                        Stream.of(current.certificate()),
                        next.stream().map(KeyAndCertificate::certificate),
                        retired.stream())
                .flatMap(certificates -> certificates)
                .toList();
    }

    private static List<X509Certificate> and(List<X509Certificate> some, X509Certificate one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }
}
