package io.erlangcluster.sidecar.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The pod's service-account token. Kubelet replaces it before it expires, so it is read each time it is needed. */
public final class TokenFile {

    private final MountedFile file;

    public TokenFile(Path path) {
        file = new MountedFile(
                path, "the operator's injection mounts it as a projected volume: was this pod changed after it?");
    }

    /** The token as it is now; empty, and said in the log, if there is none. */
    public Optional<String> read() {
        try {
            String token = new String(file.read(), StandardCharsets.US_ASCII).strip();
            if (token.isEmpty() || token.chars().anyMatch(letter -> letter <= ' ' || letter > '~')) {
                throw new IOException("not a token");
            }
            file.good();
            return Optional.of(token);
        } catch (IOException e) {
            file.bad(e);
            return Optional.empty();
        }
    }
}
