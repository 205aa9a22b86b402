package io.erlangcluster.e2e.system;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One system with web-0, web-1 and worker-0, shared by all tests that ask for it; each begins with a complete mesh. */
final class PlatformExtension implements ParameterResolver, BeforeEachCallback {

    private static final long GENEROUS_SECONDS = 90;

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Platform.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return platform(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Platform platform = platform(context);
        deleteLeftOver(platform);
        awaitMesh(platform, 3);
    }

    /** A test that failed half-way shall not have all after it fail too. */
    private static void deleteLeftOver(Platform platform) {
        Set<String> own = platform.shop().pods(3).stream()
                .map(pod -> pod.getMetadata().getName())
                .collect(Collectors.toSet());
        platform.client().pods().inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .filter(pod -> !own.contains(pod.getMetadata().getName()))
                .forEach(pod -> platform.client().resource(pod).delete());
    }

    private static Platform platform(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(PlatformExtension.class))
                .computeIfAbsent(Platform.class, key -> start(), Platform.class);
    }

    private static Platform start() {
        Platform platform = new Platform();
        platform.client().resource(platform.shop().cluster()).create();
        platform.shop().pods(3).forEach(pod -> platform.client().resource(pod).create());
        return platform;
    }

    /** Waits until every one of {@code nodes} real nodes lists exactly the others, and the registry holds the same. */
    static void awaitMesh(Platform platform, int nodes) {
        await("complete mesh, logs: " + platform.logs())
                .atMost(GENEROUS_SECONDS, SECONDS)
                .untilAsserted(() -> {
                    assertThat(platform.expected()).hasSize(nodes);
                    assertThat(platform.askAll().missing(platform.expected())).isEmpty();
                    assertThat(platform.registered()).isEqualTo(platform.expected());
                });
    }
}
