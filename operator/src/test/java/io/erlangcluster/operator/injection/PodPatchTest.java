package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PodPatchTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Would fail for a mutator that touches a part which the patch does not know. */
    @ParameterizedTest
    @MethodSource("contexts")
    void appliedToThePodItGivesTheInjectedOne(InjectionContext context) throws Exception {
        Pod user = ShopPods.pod(ShopPods.value("ERL_AFLAGS", "+P 1000000"));
        Pod injected = new PodInjector().inject(user, context);
        assertThat(JsonPatch.apply(JSON.readTree(PodPatch.between(user, injected)), tree(user)))
                .isEqualTo(tree(injected))
                .isNotEqualTo(tree(user));
    }

    static Stream<InjectionContext> contexts() {
        InjectionContext usual = ShopPods.context();
        return Stream.of(
                usual,
                ShopPods.erlFlags(),
                ShopPods.existingNames(),
                new InjectionContext(
                        usual.cluster(),
                        usual.nodeName(),
                        new SidecarTemplate("sidecar:1", "wss://operator:8080", SidecarTemplate.Form.CONTAINER)));
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void aPodThatWasInjectedBeforeNeedsNoPatch(InjectionContext context) throws InjectionRefused {
        Pod injected = new PodInjector().inject(ShopPods.pod(), context);
        assertThat(PodPatch.between(injected, new PodInjector().inject(injected, context)))
                .isEqualTo("[]");
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void fieldsThatThisClientDoesNotKnowAreKept(InjectionContext context) throws Exception {
        KubernetesSerialization json = new KubernetesSerialization();
        Pod user = ShopPods.pod();
        user.getSpec().getContainers().getFirst().setAdditionalProperty("ofTomorrow", true);
        Pod injected = new PodInjector().inject(json.unmarshal(json.asJson(user), Pod.class), context);
        assertThat(PodPatch.between(user, injected)).contains("\"ofTomorrow\":true");
    }

    private static JsonNode tree(Pod pod) throws JsonProcessingException {
        return JSON.readTree(new KubernetesSerialization().asJson(pod));
    }
}
