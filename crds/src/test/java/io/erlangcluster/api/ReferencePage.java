package io.erlangcluster.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** docs/reference.md: every field of the CRDs, from their schemas. */
final class ReferencePage {

    private static final String HEAD = """
            # Reference

            Every field of `ErlangCluster` (short name `erl`) and `ErlangNode` (`ern`); `kubectl get erlang` lists both.
            Generated from the types by `./mvnw -pl crds test -Dupdate-docs=true`.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    static String of(List<JsonNode> crds) {
        ReferencePage reference = new ReferencePage();
        crds.forEach(reference::resource);
        return reference.page.toString();
    }

    private void resource(JsonNode crd) {
        JsonNode version = crd.at("/spec/versions/0");
        JsonNode root = version.at("/schema/openAPIV3Schema");
        String kind = crd.at("/spec/names/kind").asText();
        page.append("\n## ").append(kind).append("\n\n`apiVersion: ");
        page.append(crd.at("/spec/group").asText()).append('/');
        page.append(version.path("name").asText()).append("`\n");
        List<String> rules = new ArrayList<>();
        rules(root, rules);
        for (String part : List.of("spec", "status")) {
            page.append("\n### ").append(kind).append(' ').append(part).append("\n\n");
            page.append("| field | type | default | what it means |\n|---|---|---|---|\n");
            fields("", root.path("properties").path(part));
        }
        if (!rules.isEmpty()) {
            page.append("\nRefused by the API server:\n\n");
            rules.stream()
                    .distinct()
                    .forEach(rule -> page.append("* ").append(escape(rule)).append('\n'));
        }
    }

    private void fields(String prefix, JsonNode schema) {
        Set<String> required = new HashSet<>();
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties").properties().forEach(property -> {
            JsonNode field = property.getValue();
            String name = prefix + property.getKey();
            String fallback = field.has("default") ? "`" + field.path("default").asText() + "`" : "";
            page.append("| `").append(name).append("` | ").append(type(field)).append(" | ");
            page.append(required.contains(property.getKey()) ? "required" : fallback)
                    .append(" | ");
            page.append(escape(field.path("description").asText())).append(" |\n");
            fields(name + ".", field);
            fields(name + "[].", field.path("items"));
        });
    }

    private static String type(JsonNode field) {
        if (field.has("enum")) {
            return StreamSupport.stream(field.path("enum").spliterator(), false)
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", "));
        }
        String type = field.path("type").asText();
        if (type.equals("array")) {
            return "list of " + field.at("/items/type").asText() + limit(field, "maxItems", ", at most ");
        }
        if (field.has("additionalProperties")) {
            return "map";
        }
        if (field.has("minimum")) {
            return type + " " + field.path("minimum").asInt() + " to "
                    + field.path("maximum").asInt();
        }
        return type + limit(field, "maxLength", ", at most ");
    }

    private static String limit(JsonNode field, String name, String words) {
        return field.has(name) ? words + field.path(name).asInt() : "";
    }

    private static void rules(JsonNode schema, List<String> found) {
        schema.path("x-kubernetes-validations")
                .forEach(rule -> found.add(rule.path("message").asText()));
        schema.path("properties").forEach(property -> rules(property, found));
        if (schema.has("items")) {
            rules(schema.path("items"), found);
        }
    }

    private static String escape(String text) {
        return text.replace("|", "\\|").replace("<", "&lt;");
    }
}
