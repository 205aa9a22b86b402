package io.erlangcluster.sidecar.identity;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The names in a pod's certificate that tell whose it is (subject alternative names, RFC 5280, 4.2.1.6). What is
 * missing is empty, and an empty name matches nothing.
 *
 * @param uid of the pod: {@code urn:uuid:...}
 * @param workload {@code spiffe://<trust domain>/ns/<namespace>/pod/<pod>}
 * @param cluster {@code <cluster>.<namespace>}
 */
public record PodNames(Optional<String> uid, Optional<String> workload, Optional<String> cluster) {

    private static final int DNS = 2;
    private static final int URI = 6;
    private static final String UUID = "urn:uuid:";
    private static final String SPIFFE = "spiffe://";
    private static final String NAMESPACE = "/ns/";
    private static final String POD = "/pod/";

    /** Reads {@code certificate}; one whose names cannot be read has none. */
    public static PodNames of(X509Certificate certificate) {
        try {
            Collection<List<?>> names = Optional.ofNullable(certificate.getSubjectAlternativeNames())
                    .orElse(List.of());
            return new PodNames(
                    only(uris(names, UUID)).map(uid -> uid.substring(UUID.length())),
                    only(uris(names, SPIFFE)),
                    only(texts(names, DNS)));
        } catch (CertificateParsingException e) {
            return new PodNames(Optional.empty(), Optional.empty(), Optional.empty());
        }
    }

    /** True if this is a pod of the same cluster, namespace and trust domain as {@code other}. */
    public boolean isKinOf(PodNames other) {
        return cluster.isPresent()
                && cluster.equals(other.cluster)
                && neighbourhood().isPresent()
                && neighbourhood().equals(other.neighbourhood());
    }

    /** True if this is a pod of the cluster {@code <cluster>.<namespace>} in the trust domain of {@code other}. */
    public boolean isNeighbourOf(PodNames other, String expected) {
        String namespace = expected.substring(expected.indexOf('.') + 1);
        return cluster.filter(expected::equals).isPresent()
                && other.trustDomain().isPresent()
                && neighbourhood().equals(other.trustDomain().map(domain -> domain + NAMESPACE + namespace));
    }

    /** Name of the pod. */
    public Optional<String> pod() {
        return workload.filter(uri -> uri.contains(POD)).map(uri -> uri.substring(uri.lastIndexOf(POD) + POD.length()));
    }

    private Optional<String> trustDomain() {
        return workload.filter(uri -> uri.contains(NAMESPACE)).map(uri -> uri.substring(0, uri.indexOf(NAMESPACE)));
    }

    private Optional<String> neighbourhood() {
        return workload.filter(uri -> uri.contains(POD)).map(uri -> uri.substring(0, uri.lastIndexOf(POD)));
    }

    private static Stream<String> uris(Collection<List<?>> names, String scheme) {
        return texts(names, URI).filter(uri -> uri.startsWith(scheme));
    }

    private static Stream<String> texts(Collection<List<?>> names, int kind) {
        return names.stream()
                .filter(name -> Integer.valueOf(kind).equals(name.getFirst()))
                .map(name -> String.valueOf(name.get(1)));
    }

    /** Of two names of a kind it would depend on the reader which one counts: neither does. */
    private static Optional<String> only(Stream<String> names) {
        List<String> all = names.limit(2).toList();
        return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    @Override
    public String toString() {
        return workload.orElse("nobody") + " " + uid.orElse("");
    }
}
