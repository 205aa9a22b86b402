package io.erlangcluster.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RightsTest {

    @Test
    void requestsAreReadAsTheApiServerDoes() {
        assertThat(Request.of("GET", "/api/v1/pods?resourceVersion=0"))
                .contains(new Request("list", "", "pods", "", Optional.empty()));
        assertThat(Request.of("GET", "/api/v1/namespaces/prod/pods/web-0"))
                .contains(new Request("get", "", "pods", "prod", Optional.of("web-0")));
        assertThat(Request.of("GET", "/apis/erlangcluster.io/v1alpha1/erlangnodes?timeoutSeconds=1&watch=true"))
                .contains(new Request("watch", "erlangcluster.io", "erlangnodes", "", Optional.empty()));
        assertThat(Request.of("PATCH", "/apis/erlangcluster.io/v1alpha1/namespaces/prod/erlangclusters/shop/status"))
                .contains(
                        new Request("patch", "erlangcluster.io", "erlangclusters/status", "prod", Optional.of("shop")));
        assertThat(Request.of("GET", "/api/v1/namespaces/prod/secrets?fieldSelector=metadata.name%3Dca&watch=true"))
                .contains(new Request("watch", "", "secrets", "prod", Optional.of("ca")));
        assertThat(Request.of("GET", "/api/v1/namespaces/prod"))
                .contains(new Request("get", "", "namespaces", "", Optional.of("prod")));
        assertThat(Request.of("DELETE", "/api/v1/namespaces/prod/pods"))
                .contains(new Request("deletecollection", "", "pods", "prod", Optional.empty()));
        assertThat(Stream.of("/version", "/apis", "/apis/apps/v1", "/api/v1", "/debug/requests")
                        .map(path -> Request.of("GET", path)))
                .containsOnly(Optional.empty());
    }

    @Test
    void aDeniedRequestAndAnUnusedGrantAreFound() {
        Grant list = new Grant("", "list", "", "pods", List.of());
        Grant one = new Grant("home", "get", "", "secrets", List.of("ca"));
        Rights rights = new Rights(List.of(list, one));
        Request listed = new Request("list", "", "pods", "prod", Optional.empty());
        Request other = new Request("get", "", "secrets", "home", Optional.of("another"));
        Request elsewhere = new Request("get", "", "secrets", "prod", Optional.of("ca"));
        assertThat(rights.denied(List.of(listed, other, elsewhere))).containsExactly(other, elsewhere);
        assertThat(rights.unused(List.of(listed, other))).containsExactly(one);
    }

    @Test
    void thereAreNoWildcardsAndNothingIsGrantedTwice() {
        Rights rights = Rights.of(Chart.render());
        assertThat(rights.grants())
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allSatisfy(grant -> assertThat(List.of(grant.verb(), grant.group(), grant.resource()))
                        .doesNotContain("*"));
    }

    @Test
    void nothingLetsTheOperatorBecomeMore() {
        Rights rights = Rights.of(Chart.render());
        assertThat(rights.verbs("", "pods")).doesNotContain("create", "update", "patch");
        assertThat(rights.verbs("", "pods/exec")).isEmpty();
        assertThat(rights.grants()).extracting(Grant::verb).doesNotContain("escalate", "bind", "impersonate");
        assertThat(rights.grants()).extracting(Grant::group).doesNotContain("rbac.authorization.k8s.io");
    }

    @Test
    void tokensAreReviewedWhateverNamespacesAreWatched() {
        for (Chart chart : List.of(Chart.render(), Chart.render("watchNamespaces: [prod]"))) {
            assertThat(Rights.of(chart).verbs("authentication.k8s.io", "tokenreviews"))
                    .containsExactly("create");
        }
    }

    @Test
    void watchingSomeNamespacesGivesTheSameRightsButOnlyThere() {
        Rights everywhere = Rights.of(Chart.render());
        Chart some = Chart.render("watchNamespaces: [prod, staging]");
        assertThat(some.all(RoleBinding.class))
                .extracting(binding -> binding.getMetadata().getNamespace())
                .contains("prod", "staging");
        for (String namespace : List.of("prod", "staging")) {
            List<Grant> there = Rights.of(some).grants().stream()
                    .filter(grant -> grant.namespace().equals(namespace))
                    .map(grant -> new Grant("", grant.verb(), grant.group(), grant.resource(), grant.names()))
                    .toList();
            assertThat(there).isNotEmpty();
            assertThat(everywhere.grants()).containsAll(there);
        }
        assertThat(some.all(ClusterRole.class))
                .extracting(role -> role.getMetadata().getName())
                .doesNotContain(Chart.NAME + "-watched");
    }
}
