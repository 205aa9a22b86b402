package io.erlangcluster.operator.identity;

import java.net.URI;
import org.bouncycastle.asn1.x509.GeneralName;

/** One name a certificate speaks for, a subject alternative name of RFC 5280. */
public sealed interface SubjectName {

    /** A host name. */
    record Dns(String name) implements SubjectName {}

    /** An IPv4 or IPv6 address in its text form. */
    record Ip(String address) implements SubjectName {}

    /** A workload identity: {@code spiffe://trust-domain/path}. */
    record Uri(URI uri) implements SubjectName {}

    /** The full name of an Erlang node, {@code web-0@shop.prod}, which has the form of an rfc822Name. */
    record Node(String name) implements SubjectName {}

    /** As X.509 writes it; throws IllegalArgumentException if the name has not the form of its kind. */
    default GeneralName toGeneralName() {
        return switch (this) {
            case Dns(String name) -> new GeneralName(GeneralName.dNSName, name);
            case Ip(String address) -> new GeneralName(GeneralName.iPAddress, address);
            case Uri(URI uri) -> new GeneralName(GeneralName.uniformResourceIdentifier, uri.toString());
            case Node(String name) -> new GeneralName(GeneralName.rfc822Name, name);
        };
    }
}
