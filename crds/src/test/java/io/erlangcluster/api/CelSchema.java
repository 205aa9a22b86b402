package io.erlangcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Evaluates a schema's x-kubernetes-validations as an API server does: defaults first, every value, every rule. */
final class CelSchema {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode schema;
    private final Cel cel = CelFactory.standardCelBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("self", SimpleType.DYN)
            .addVar("oldSelf", SimpleType.DYN)
            .build();

    /** {@code schema} is an openAPIV3Schema. */
    CelSchema(JsonNode schema) {
        this.schema = schema;
    }

    /** The messages of the rules that {@code resource} breaks, all values as if they were there from the beginning. */
    List<String> check(JsonNode resource) {
        return update(MissingNode.getInstance(), resource);
    }

    /** The messages of the rules that replacing {@code before} with {@code now} breaks. */
    List<String> update(JsonNode before, JsonNode now) {
        List<String> broken = new ArrayList<>();
        JsonNode defaulted = now.deepCopy();
        JsonNode old = before.deepCopy();
        setDefaults(schema, defaulted);
        setDefaults(schema, old);
        walk(schema, old, defaulted, broken);
        return broken;
    }

    private static void setDefaults(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode object) {
            schema.path("properties").properties().forEach(property -> {
                if (!object.has(property.getKey()) && property.getValue().has("default")) {
                    object.set(property.getKey(), property.getValue().get("default"));
                }
                setDefaults(property.getValue(), object.path(property.getKey()));
            });
        }
        value.forEach(item -> setDefaults(schema.path("items"), item));
    }

    private void walk(JsonNode schema, JsonNode before, JsonNode value, List<String> broken) {
        if (value.isMissingNode()) {
            return;
        }
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            String text = rule.path("rule").asText();
            boolean transition = text.contains("oldSelf");
            if ((!transition || !before.isMissingNode()) && !holds(text, before, value)) {
                broken.add(rule.path("message").asText());
            }
        }
        schema.path("properties")
                .properties()
                .forEach(property -> walk(
                        property.getValue(), before.path(property.getKey()), value.path(property.getKey()), broken));
        if (value.isArray()) {
            value.forEach(item -> walk(schema.path("items"), MissingNode.getInstance(), item, broken));
        }
    }

    private boolean holds(String rule, JsonNode before, JsonNode value) {
        try {
            CelAbstractSyntaxTree compiled = cel.compile(rule).getAst();
            Map<String, Object> variables = new HashMap<>();
            variables.put("self", JSON.convertValue(value, Object.class));
            if (!before.isMissingNode()) {
                variables.put("oldSelf", JSON.convertValue(before, Object.class));
            }
            return (boolean) cel.createProgram(compiled).eval(variables);
        } catch (CelValidationException | CelEvaluationException wrong) {
            throw new AssertionError("rule " + rule, wrong);
        }
    }
}
