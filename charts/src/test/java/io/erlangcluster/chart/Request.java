package io.erlangcluster.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What the API server asks RBAC about one HTTP request. Read from method and path as k8s.io/apiserver's
 * {@code RequestInfoFactory} does.
 *
 * @param verb get, list, watch, create, update, patch, delete or deletecollection
 * @param group empty for the core group
 * @param resource plural, with its subresource: {@code pods}, {@code pods/status}
 * @param namespace empty for a request to all namespaces, or of what has none
 * @param name of the object, if the request names one
 */
public record Request(String verb, String group, String resource, String namespace, Optional<String> name) {

    private static final String NAME_FIELD = "metadata.name=";

    /** Empty for what is no resource: discovery, health, our own debug pages. */
    public static Optional<Request> of(String method, String pathAndQuery) {
        String[] halves = pathAndQuery.split("\\?", 2);
        List<String> path = new ArrayList<>(Arrays.asList(halves[0].substring(1).split("/", -1)));
        String root = path.removeFirst();
        boolean core = root.equals("api");
        if (path.size() < (core ? 2 : 3) || !(core || root.equals("apis"))) {
            return Optional.empty();
        }
        String group = core ? "" : path.removeFirst();
        path.removeFirst();
        String namespace = "";
        if (path.size() > 2 && path.getFirst().equals("namespaces")) {
            path.removeFirst();
            namespace = path.removeFirst();
        }
        String resource = path.getFirst() + (path.size() > 2 ? "/" + path.get(2) : "");
        List<String> query = halves.length == 1 ? List.of() : Arrays.asList(halves[1].split("&", -1));
        Optional<String> name = path.size() > 1 ? Optional.of(path.get(1)) : selected(query);
        return Optional.of(new Request(verb(method, path.size() > 1, query), group, resource, namespace, name));
    }

    /** A list or watch of one object by its name counts as a request for that object. */
    private static Optional<String> selected(List<String> query) {
        return query.stream()
                .filter(parameter -> parameter.startsWith("fieldSelector="))
                .map(parameter -> parameter.substring("fieldSelector=".length()).replace("%3D", "="))
                .filter(selector -> selector.startsWith(NAME_FIELD))
                .map(selector -> selector.substring(NAME_FIELD.length()))
                .findFirst();
    }

    private static String verb(String method, boolean named, List<String> query) {
        return switch (method) {
            case "POST" -> "create";
            case "PUT" -> "update";
            case "PATCH" -> "patch";
            case "DELETE" -> named ? "delete" : "deletecollection";
            default -> {
                if (query.contains("watch=true")) {
                    yield "watch";
                }
                yield named ? "get" : "list";
            }
        };
    }
}
