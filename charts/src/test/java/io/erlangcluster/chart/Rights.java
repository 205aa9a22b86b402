package io.erlangcluster.chart;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a rendered chart lets the operator do.
 *
 * @param grants one per verb, resource and place
 */
public record Rights(List<Grant> grants) {

    /** What the roles of {@code chart} allow that are bound to something. */
    public static Rights of(Chart chart) {
        List<Grant> grants = new ArrayList<>();
        for (ClusterRoleBinding binding : chart.all(ClusterRoleBinding.class)) {
            chart.all(ClusterRole.class).stream()
                    .filter(role -> role.getMetadata()
                            .getName()
                            .equals(binding.getRoleRef().getName()))
                    .forEach(role -> role.getRules().forEach(rule -> grants.addAll(grants("", rule))));
        }
        for (RoleBinding binding : chart.all(RoleBinding.class)) {
            String namespace = binding.getMetadata().getNamespace();
            chart.all(Role.class).stream()
                    .filter(role -> role.getMetadata().getNamespace().equals(namespace)
                            && role.getMetadata()
                                    .getName()
                                    .equals(binding.getRoleRef().getName()))
                    .forEach(role -> role.getRules().forEach(rule -> grants.addAll(grants(namespace, rule))));
        }
        return new Rights(List.copyOf(grants));
    }

    private static List<Grant> grants(String namespace, PolicyRule rule) {
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream()
                        .flatMap(resource -> rule.getVerbs().stream()
                                .map(verb -> new Grant(namespace, verb, group, resource, rule.getResourceNames()))))
                .toList();
    }

    /** The requests that no grant allows. */
    public List<Request> denied(Collection<Request> requests) {
        return requests.stream()
                .filter(request -> grants.stream().noneMatch(grant -> grant.allows(request)))
                .distinct()
                .toList();
    }

    /** The grants that none of the requests needs. */
    public List<Grant> unused(Collection<Request> requests) {
        return grants.stream()
                .filter(grant -> requests.stream().noneMatch(grant::allows))
                .toList();
    }

    /** The verbs on one resource, wherever they are granted. */
    public Stream<String> verbs(String group, String resource) {
        return grants.stream()
                .filter(grant -> grant.group().equals(group) && grant.resource().equals(resource))
                .map(Grant::verb);
    }
}
