package io.erlangcluster.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** A set of pods whose BEAM nodes find each other and form a complete mesh. */
@Group(ErlangCluster.GROUP)
@Version(ErlangCluster.VERSION)
@Plural("erlangclusters") // otherwise worked out with regular expressions for every object that is made
@ShortNames("erl")
@Categories("erlang")
@ValidationRule(
        value = "!self.metadata.name.contains('.') && size(self.metadata.name) <= 63",
        message = "metadata.name must be a DNS label (no dot, at most 63 characters): it is the first half of the"
                + " nodes' host, as shop in web-0@shop.prod")
@AdditionalPrinterColumn(
        name = "AGE",
        type = AdditionalPrinterColumn.Type.DATE,
        jsonPath = ".metadata.creationTimestamp")
public class ErlangCluster extends CustomResource<ErlangClusterSpec, ErlangClusterStatus> implements Namespaced {

    public static final String GROUP = "erlangcluster.io";
    public static final String VERSION = "v1alpha1";

    private static final long serialVersionUID = 1L;
}
