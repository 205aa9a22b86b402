package io.erlangcluster.operator;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Dependencies point one way. */
@AnalyzeClasses(packages = "io.erlangcluster.operator", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageDirectionTest {

    @ArchTest
    static final ArchRule LAYERS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("cluster")
            .definedBy("..operator.cluster..")
            .layer("control")
            .definedBy("..operator.control..")
            .layer("node")
            .definedBy("..operator.node..")
            .layer("registry")
            .definedBy("..operator.registry..")
            .layer("injection")
            .definedBy("..operator.injection..")
            .layer("identity")
            .definedBy("..operator.identity..")
            .layer("replica")
            .definedBy("..operator.replica..")
            .whereLayer("cluster")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("control")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("node")
            .mayOnlyBeAccessedByLayers("cluster", "control", "registry", "injection", "replica")
            .whereLayer("registry")
            .mayOnlyBeAccessedByLayers("cluster", "control")
            .whereLayer("replica")
            .mayOnlyBeAccessedByLayers("cluster", "injection")
            .whereLayer("injection")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("identity")
            .mayOnlyBeAccessedByLayers("control", "injection");

    @ArchTest
    static final ArchRule NO_CYCLES =
            slices().matching("io.erlangcluster.operator.(*)..").should().beFreeOfCycles();
}
