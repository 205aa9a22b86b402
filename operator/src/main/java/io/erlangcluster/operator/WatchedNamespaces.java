package io.erlangcluster.operator;

import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Where clusters are served. Nothing is asked for elsewhere, so that rights in these namespaces are enough. */
@Singleton
public class WatchedNamespaces {

    private final Optional<List<String>> names;

    public WatchedNamespaces(OperatorSettings settings) {
        names = settings.namespaces();
    }

    /** What to list or watch to see every object of {@code kind}: one for all namespaces, or one for each. */
    public <T, L, R extends Resource<T>> List<AnyNamespaceOperation<T, L, R>> each(MixedOperation<T, L, R> kind) {
        return names.map(some -> some.stream()
                        .<AnyNamespaceOperation<T, L, R>>map(kind::inNamespace)
                        .toList())
                .orElseGet(() -> List.of(kind.inAnyNamespace()));
    }
}
