package io.erlangcluster.api;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Categories;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Plural;
import io.fabric8.kubernetes.model.annotation.ShortNames;
import io.fabric8.kubernetes.model.annotation.Version;

/** One node of an ErlangCluster: the registry's durable form. Its labels are its pod's. */
@Group(ErlangCluster.GROUP)
@Version(ErlangCluster.VERSION)
@Plural("erlangnodes") // otherwise worked out with regular expressions for every object that is made
@ShortNames("ern")
@Categories("erlang")
@AdditionalPrinterColumn(
        name = "AGE",
        type = AdditionalPrinterColumn.Type.DATE,
        jsonPath = ".metadata.creationTimestamp")
public class ErlangNode extends CustomResource<ErlangNodeSpec, ErlangNodeStatus> implements Namespaced {

    private static final long serialVersionUID = 1L;

    /** The object's name for the node {@code alive} of {@code cluster}. */
    public static String objectName(String cluster, String alive) {
        return cluster + "." + alive;
    }
}
