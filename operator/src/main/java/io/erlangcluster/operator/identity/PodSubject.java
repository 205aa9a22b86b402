package io.erlangcluster.operator.identity;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who a pod's certificate is for. All of it must have been proven.
 *
 * @param namespace of the pod
 * @param pod its name
 * @param uid its uid, a UUID
 * @param cluster the ErlangCluster it belongs to
 * @param node full name of the pod's node, if it is known
 */
public record PodSubject(String namespace, String pod, String uid, String cluster, Optional<String> node) {

    /** An rfc822Name is ASCII; a node that calls itself something else has a certificate without its name. */
    private static final Pattern ADDRESS = Pattern.compile("[!-?A-~]+@[!-?A-~]+");

    List<SubjectName> names(String trustDomain) {
        List<SubjectName> names = new ArrayList<>(List.of(
                new SubjectName.Uri(URI.create("spiffe://" + trustDomain + "/ns/" + namespace + "/pod/" + pod)),
                new SubjectName.Uri(URI.create("urn:uuid:" + uid)),
                new SubjectName.Dns(cluster + "." + namespace)));
        node.filter(name -> ADDRESS.matcher(name).matches())
                .map(SubjectName.Node::new)
                .ifPresent(names::add);
        return names;
    }
}
