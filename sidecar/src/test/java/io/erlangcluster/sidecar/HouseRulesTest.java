package io.erlangcluster.sidecar;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;

/** Who may know whom in the sidecar: dependencies point one way. */
@AnalyzeClasses(packages = HouseRulesTest.SIDECAR, importOptions = ImportOption.DoNotIncludeTests.class)
class HouseRulesTest {

    static final String SIDECAR = "io.erlangcluster.sidecar";

    @ArchTest
    static final ArchRule transportKnowsNobody = knowsOnly("transport");

    @ArchTest
    static final ArchRule epmdKnowsTheTransport = knowsOnly("epmd", "transport");

    @ArchTest
    static final ArchRule epmdNeedsOnlyNettyALoggerAndSelectors = classes()
            .that()
            .resideInAPackage(SIDECAR + ".epmd..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    SIDECAR + ".epmd..",
                    SIDECAR + ".transport..",
                    "io.erlangcluster.selector..",
                    "java..",
                    "io.netty..",
                    "org.jboss.logging..",
                    "org.jspecify.annotations..");

    @ArchTest
    static final ArchRule distKnowsTheTransport = knowsOnly("dist", "transport");

    @ArchTest
    static final ArchRule registryKnowsNobody = knowsOnly("registry");

    @ArchTest
    static final ArchRule identityKnowsNobody = knowsOnly("identity");

    @ArchTest
    static final ArchRule tunnelKnowsRegistryAndIdentity =
            knowsOnly("tunnel", "registry", "identity", "dist", "transport");

    @ArchTest
    static final ArchRule controlKnowsTheRegistry = knowsOnly("control", "registry", "transport");

    @ArchTest
    static final ArchRule connectorKnowsRegistryAndDist = knowsOnly("connector", "registry", "dist");

    @ArchTest
    static final ArchRule adminReadsRegistryAndTunnel = knowsOnly("admin", "registry", "tunnel");

    @ArchTest
    static final ArchRule nobodyButTheWiringKnowsAdmin = noClasses()
            .that()
            .resideOutsideOfPackages(SIDECAR, SIDECAR + ".admin..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(SIDECAR + ".admin..");

    /** Of the sidecar's packages {@code room} may use itself and {@code others}. */
    private static ArchRule knowsOnly(String room, String... others) {
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(others))
                .map(name -> SIDECAR + "." + name + "..")
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage(SIDECAR + "." + room + "..")
                .should()
                .dependOnClassesThat(resideInAPackage(SIDECAR + "..").and(resideOutsideOfPackages(allowed)))
                .allowEmptyShould(true);
    }
}
