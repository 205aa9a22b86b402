package io.erlangcluster.api;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The CRDs as the types say, with what the generator's annotations cannot express. */
final class GeneratedCrds implements CRDPostProcessor {

    static final String CLUSTERS = "erlangclusters.erlangcluster.io-v1.yml";
    static final String NODES = "erlangnodes.erlangcluster.io-v1.yml";

    private static final List<String> COLUMNS =
            List.of("NODES", "UP", "LINKS", "MESH", "NODE", "POD", "PHASE", "IP", "AGE", "SELECTOR", "DATA PATH");

    private GeneratedCrds() {}

    /** Writes {@link #CLUSTERS} and {@link #NODES} into {@code directory}. */
    static void write(Path directory) {
        new CRDGenerator()
                .inOutputDir(directory.toFile())
                .withMinQuotes(true)
                .withPostProcessor(new GeneratedCrds())
                .forCRDVersions("v1")
                .customResourceClasses(List.of(ErlangCluster.class, ErlangNode.class))
                .generate();
    }

    @Override
    public HasMetadata process(HasMetadata crd, String version) {
        for (CustomResourceDefinitionVersion served :
                ((CustomResourceDefinition) crd).getSpec().getVersions()) {
            // The generator sorts the columns by path; people read them in another order.
            served.getAdditionalPrinterColumns()
                    .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName())));
            JSONSchemaProps root = served.getSchema().getOpenAPIV3Schema();
            root.setRequired(List.of("spec"));
            rulesOnce(root);
            find(root, "status", "conditions").ifPresent(list -> keyed(list, "type"));
            find(root, "spec", "peers").ifPresent(list -> keyed(list, "name", "namespace"));
        }
        return crd;
    }

    /** A record component's annotations stand on its field and its accessor: the generator counts them twice. */
    private static void rulesOnce(JSONSchemaProps schema) {
        schema.setXKubernetesValidations(
                schema.getXKubernetesValidations().stream().distinct().toList());
        schema.getProperties().values().forEach(GeneratedCrds::rulesOnce);
        if (schema.getItems() != null && schema.getItems().getSchema() != null) {
            rulesOnce(schema.getItems().getSchema());
        }
    }

    private static Optional<JSONSchemaProps> find(JSONSchemaProps root, String part, String field) {
        return Optional.ofNullable(root.getProperties().get(part))
                .flatMap(properties ->
                        Optional.ofNullable(properties.getProperties().get(field)));
    }

    private static void keyed(JSONSchemaProps list, String... keys) {
        list.setXKubernetesListType("map");
        list.setXKubernetesListMapKeys(List.of(keys));
    }
}
