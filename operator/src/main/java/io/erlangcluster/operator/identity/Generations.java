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
record Generations(KeyAndCertificate current, Optional<Successor> next, List<X509Certificate> retired) {

    Generations {
        retired = List.copyOf(retired);
    }

    static Generations first(KeyAndCertificate authority) {
        return new Generations(authority, Optional.empty(), List.of());
    }

    /** What they should be at {@code now}; equal to this while nothing is due. */
    Generations at(Instant now, Duration announcement, Supplier<KeyAndCertificate> successor) {
        return next.map(announced -> promoted(announced, now, announcement))
                .orElseGet(() -> new Generations(
                        current,
                        current.isDue(now) ? Optional.of(new Successor(successor.get(), now)) : Optional.empty(),
                        remembered(now)));
    }

    /** What they should be at {@code now} where {@code offered}, which somebody else keeps, is to sign. */
    Generations following(KeyAndCertificate offered, Instant now, Duration announcement) {
        if (isOf(current, offered)) {
            return new Generations(current, Optional.empty(), remembered(now));
        }
        return next.filter(announced -> isOf(announced.authority(), offered))
                .map(announced -> promoted(announced, now, announcement))
                .orElseGet(() -> new Generations(current, Optional.of(new Successor(offered, now)), remembered(now)));
    }

    private static boolean isOf(KeyAndCertificate one, KeyAndCertificate other) {
        return one.certificate().equals(other.certificate());
    }

    /** One whose life ended while nobody looked cannot wait for its successor's announcement. */
    private Generations promoted(Successor announced, Instant now, Duration announcement) {
        return announced.isKnown(now, announcement) || !now.isBefore(current.until())
                ? new Generations(announced.authority(), Optional.empty(), and(remembered(now), current.certificate()))
                : new Generations(current, next, remembered(now));
    }

    private List<X509Certificate> remembered(Instant now) {
        return retired.stream()
                .filter(certificate -> certificate.getNotAfter().toInstant().isAfter(now))
                .toList();
    }

    /** Everybody to trust, the signing one first. */
    List<X509Certificate> trusted() {
        return Stream.of(
                        Stream.of(current.certificate()),
                        next.stream().map(successor -> successor.authority().certificate()),
                        retired.stream())
                .flatMap(certificates -> certificates)
                .toList();
    }

    private static List<X509Certificate> and(List<X509Certificate> some, X509Certificate one) {
        return Stream.concat(some.stream(), Stream.of(one)).toList();
    }
}
