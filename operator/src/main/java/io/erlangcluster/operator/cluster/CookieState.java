package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Cookie;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the Secret holds a cookie. Never the cookie itself. */
sealed interface CookieState {

    /** There is one. */
    record Usable(String secret) implements CookieState {}

    /** There is none; {@code message} says what the user can do. */
    record Unusable(String secret, String reason, String message) implements CookieState {}

    /** An atom of at most 255 characters; no blank, so that it survives flags and ~/.erlang.cookie (auth.erl). */
    Pattern COOKIE = Pattern.compile("[\\x21-\\x7e]{1,255}");

    static CookieState of(Cookie.SecretRef ref, Optional<Secret> secret) {
        if (secret.isEmpty()) {
            return new Unusable(
                    ref.name(),
                    "SecretMissing",
                    "Secret " + ref.name() + " does not exist: create it with the key " + ref.key()
                            + ", or remove spec.cookie to have a cookie generated; pods wait for it");
        }
        String encoded =
                Optional.ofNullable(secret.get().getData()).orElse(Map.of()).get(ref.key());
        if (encoded == null) {
            return new Unusable(
                    ref.name(), "KeyMissing", "Secret " + ref.name() + " has no key " + ref.key() + ": add it");
        }
        return COOKIE.matcher(decoded(encoded)).matches()
                ? new Usable(ref.name())
                : new Unusable(
                        ref.name(),
                        "NotACookie",
                        "what Secret " + ref.name() + " has under " + ref.key()
                                + " is no cookie: Erlang wants 1 to 255 printable ASCII characters, without blanks and"
                                + " without a line break at the end (kubectl create secret --from-literal adds none)");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
