package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a real API server says of the tokens that its kubelets would give to pods. */
@Tag("kube")
class RealTokenReviewTest {

    /** Deleting a namespace takes a while. */
    private final String namespace = "token-reviews-" + UUID.randomUUID();

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    private final Process proxy = proxy();
    private final KubernetesClient api = client(proxy);
    private final PodTokens tokens = new PodTokens(api, new TestSettings(true));

    @BeforeEach
    void makeNamespace() {
        api.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        await().atMost(DEADLINE)
                .until(() -> api.serviceAccounts()
                                .inNamespace(namespace)
                                .withName("default")
                                .get()
                        != null);
    }

    @AfterEach
    void removeEverything() {
        api.namespaces().withName(namespace).delete();
        api.close();
        proxy.destroy();
    }

    @Test
    void aTokenBoundToAPodProvesThePodAsLongAsItExists() {
        Pod pod = api.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("web-0")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .addNewContainer()
                        .withName("app")
                        .withImage("app")
                        .endContainer()
                        .endSpec()
                        .build())
                .create();
        String token = token(pod, PodTokens.AUDIENCE);
        assertThat(tokens.prove(token))
                .isEqualTo(new PodProof.Proven(
                        namespace, "web-0", pod.getMetadata().getUid()));
        assertThat(tokens.prove(token(pod, "vault"))).isInstanceOf(PodProof.Unproven.class);
        assertThat(tokens.prove(token.substring(0, token.length() - 8) + "AAAAAAAA"))
                .isInstanceOf(PodProof.Unproven.class);
        api.resource(pod).withGracePeriod(0).delete();
        // The API server remembers an answer for ten seconds.
        await().atMost(DEADLINE).until(() -> tokens.prove(token) instanceof PodProof.Unproven);
    }

    @Test
    void aTokenOfAnAccountAloneProvesNoPod() {
        String token = request(new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(PodTokens.AUDIENCE)
                .withExpirationSeconds(600L)
                .endSpec()
                .build());
        assertThat(tokens.prove(token)).isEqualTo(new PodProof.Unproven("the token is not bound to a pod"));
    }

    /** As the kubelet asks for it. */
    private String token(Pod pod, String audience) {
        return request(new TokenRequestBuilder()
                .withNewSpec()
                .withAudiences(audience)
                .withExpirationSeconds(600L)
                .withNewBoundObjectRef()
                .withApiVersion("v1")
                .withKind("Pod")
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .endBoundObjectRef()
                .endSpec()
                .build());
    }

    private String request(TokenRequest request) {
        return api.serviceAccounts()
                .inNamespace(namespace)
                .withName("default")
                .tokenRequest(request)
                .getStatus()
                .getToken();
    }

    /** The client cannot read every key that a kubeconfig may have; kubectl can. */
    private static Process proxy() {
        Path beside = Path.of(System.getenv("KUBECONFIG")).resolveSibling("kubectl");
        try {
            return new ProcessBuilder(Files.isExecutable(beside) ? beside.toString() : "kubectl", "proxy", "--port=0")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException("kubectl must be on the PATH", e);
        }
    }

    private static KubernetesClient client(Process proxy) {
        try {
            String line =
                    String.valueOf(proxy.inputReader(StandardCharsets.UTF_8).readLine());
            return new KubernetesClientBuilder()
                    .withConfig(new ConfigBuilder(Config.empty())
                            .withMasterUrl("http://" + line.substring(line.lastIndexOf(' ') + 1))
                            .build())
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
