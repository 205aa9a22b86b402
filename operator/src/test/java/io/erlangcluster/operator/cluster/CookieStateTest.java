package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Cookie;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CookieStateTest {

    private static final Cookie.SecretRef REF = new Cookie.SecretRef("mine", "cookie");

    @Test
    void aCookieIsUsable() {
        assertThat(CookieState.of(REF, Optional.of(secret("cookie", "monster"))))
                .isEqualTo(new CookieState.Usable("mine"));
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(reason(Optional.empty())).isEqualTo("SecretMissing");
        assertThat(reason(Optional.of(secret("biscuit", "monster")))).isEqualTo("KeyMissing");
        assertThat(reason(Optional.of(new SecretBuilder().build()))).isEqualTo("KeyMissing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "line\n", "two words", "k\u00f6kie"})
    void whatErlangWouldNotTakeIsRefused(String cookie) {
        assertThat(reason(Optional.of(secret("cookie", cookie)))).isEqualTo("NotACookie");
    }

    @Test
    void anAtomHas255Characters() {
        assertThat(CookieState.of(REF, Optional.of(secret("cookie", "x".repeat(255)))))
                .isInstanceOf(CookieState.Usable.class);
        assertThat(reason(Optional.of(secret("cookie", "x".repeat(256))))).isEqualTo("NotACookie");
    }

    @Test
    void theCookieItselfIsInNoMessage() {
        assertThat(CookieState.of(REF, Optional.of(secret("cookie", "secret words"))))
                .asString()
                .doesNotContain("secret words");
    }

    private static String reason(Optional<Secret> secret) {
        return CookieState.of(REF, secret) instanceof CookieState.Unusable unusable ? unusable.reason() : "usable";
    }

    private static Secret secret(String key, String value) {
        return new SecretBuilder()
                .addToData(key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)))
                .build();
    }
}
