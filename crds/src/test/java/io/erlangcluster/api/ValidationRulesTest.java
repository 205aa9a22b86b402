package io.erlangcluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The CEL rules of the committed CRD refuse what they should, and nothing else. */
class ValidationRulesTest {

    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static CelSchema rules = new CelSchema(MissingNode.getInstance());

    @BeforeAll
    static void readTheSchema() throws IOException {
        JsonNode crd = YAML.unmarshal(Files.readString(Path.of(GeneratedCrds.CLUSTERS)), JsonNode.class);
        rules = new CelSchema(crd.at("/spec/versions/0/schema/openAPIV3Schema"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "selector: {matchLabels: {app: shop}}",
                "selector: {matchExpressions: [{key: app, operator: In, values: [shop]}]}",
                "selector: {matchExpressions: [{key: app, operator: Exists}]}",
                "{selector: {matchLabels: {app: shop}}, mixing: {label: version}}",
                "{selector: {matchLabels: {app: shop}}, mixing: {policy: SameLabel, label: pod-template-hash}}",
            })
    void goodSpecs(String spec) {
        assertThat(rules.check(cluster("shop", spec))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "selector: {} | selector must not be empty",
                "selector: {matchLabels: {}, matchExpressions: []} | selector must not be empty",
                "selector: {matchExpressions: [{key: app, operator: In}]} | In and NotIn need values",
                "selector: {matchExpressions: [{key: app, operator: Exists, values: [x]}]} | In and NotIn need values",
                "{selector: {matchLabels: {a: b}}, mixing: {policy: SameLabel}} | needs mixing.label",
            })
    void badSpecs(String spec, String message) {
        assertThat(rules.check(cluster("shop", spec)))
                .singleElement()
                .asString()
                .contains(message);
    }

    @Test
    void theNameIsHalfAHost() {
        assertThat(rules.check(cluster("shop.eu", "selector: {matchLabels: {app: shop}}")))
                .singleElement()
                .asString()
                .contains("metadata.name must be a DNS label");
        assertThat(rules.check(cluster("s".repeat(64), "selector: {matchLabels: {app: shop}}")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"serviceLabel, tier", "nodeNames, Existing"})
    void whatNamesNodesCannotChange(String field, String value) {
        String spec = "{selector: {matchLabels: {app: shop}}";
        JsonNode standard = cluster("shop", spec + "}");
        JsonNode other = cluster("shop", spec + ", " + field + ": " + value + "}");
        assertThat(rules.check(other)).isEmpty();
        assertThat(rules.update(other, other)).isEmpty();
        assertThat(rules.update(standard, other)).singleElement().asString().contains(field + " cannot be changed");
        assertThat(rules.update(other, standard)).singleElement().asString().contains(field + " cannot be changed");
    }

    @Test
    void allElseMayChange() {
        assertThat(rules.update(
                        cluster("shop", "selector: {matchLabels: {app: shop}}"),
                        cluster("shop", "{selector: {matchLabels: {app: store}}, dataPath: Direct, tls: Disabled}")))
                .isEmpty();
    }

    private static JsonNode cluster(String name, String spec) {
        return YAML.unmarshal("metadata: {name: " + name + "}\nspec: " + braced(spec), JsonNode.class);
    }

    private static String braced(String spec) {
        return spec.startsWith("{") ? spec : "{" + spec + "}";
    }
}
