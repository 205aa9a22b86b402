package io.erlangcluster.sidecar.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pod's service-account token. Kubelet replaces it before it expires, so it is read each time it is needed. */
public final class TokenFile {

    /** NumericDate of RFC 7519: seconds since 1970. */
    private static final Pattern EXPIRY = Pattern.compile("\"exp\"\\s*:\\s*(\\d{1,12})\\b");

    private final MountedFile file;
    private String shown = "";

    public TokenFile(Path path) {
        file = new MountedFile(
                path, "the operator's injection mounts it as a projected volume: was this pod changed after it?");
    }

    /** The token as it is now; empty, and said in the log, if there is none. */
    public Optional<String> read() {
        try {
            shown = content();
            file.good();
            return Optional.of(shown);
        } catch (IOException e) {
            file.bad(e);
            return Optional.empty();
        }
    }

    /** True if there is another token now than was read last. */
    public boolean isRenewed() {
        try {
            return !content().equals(shown);
        } catch (IOException notYet) {
            return false;
        }
    }

    /** When the token that was read last ends, as it says itself; empty if it does not say. Nothing is verified. */
    public Optional<Instant> expiry() {
        String[] parts = shown.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            Matcher claim = EXPIRY.matcher(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return claim.find() ? Optional.of(Instant.ofEpochSecond(Long.parseLong(claim.group(1)))) : Optional.empty();
        } catch (IllegalArgumentException noToken) {
            return Optional.empty();
        }
    }

    private String content() throws IOException {
        String token = new String(file.read(), StandardCharsets.US_ASCII).strip();
        if (token.isEmpty() || token.chars().anyMatch(letter -> letter <= ' ' || letter > '~')) {
            throw new IOException("not a token");
        }
        return token;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
