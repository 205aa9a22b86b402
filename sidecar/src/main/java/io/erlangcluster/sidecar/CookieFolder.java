package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.registry.CookieRing;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Where the kubelet keeps the cluster's cookie, and while it changes the one before.
 *
 * @param folder a mounted Secret with the files {@code cookie} and {@code previous-cookie}
 */
record CookieFolder(Path folder) {

    /** A cookie is an atom. */
    private static final int LONGEST = 255;

    /** The kubelet itself takes a minute and more to bring a changed Secret. */
    private static final long LOOK_SECONDS = 5;

    /**
     * What is there now and will be; from now on only for {@code loop}, which may read it: such a volume is in memory.
     *
     * @throws IllegalStateException if there is none; the message says what to do
     */
    @SuppressWarnings("FutureReturnValueIgnored") // ends with the loop
    CookieRing follow(EventLoop loop) {
        List<String> found = read();
        if (found.isEmpty()) {
            throw new IllegalStateException("no cookie in " + folder
                    + ": does the cluster's cookie Secret exist, and is its key the one of spec.cookie.secretRef?");
        }
        CookieRing cookies = new CookieRing(found.getFirst());
        cookies.offer(found);
        loop.scheduleWithFixedDelay(() -> cookies.offer(read()), LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        return cookies;
    }

    /** What is there now, newest first; empty while there is nothing that can be read. */
    List<String> read() {
        return Stream.of("cookie", "previous-cookie")
                .map(folder::resolve)
                .flatMap(file -> read(file).stream())
                .toList();
    }

    private static Optional<String> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            String cookie = new String(in.readNBytes(LONGEST + 1), StandardCharsets.ISO_8859_1);
            return Optional.of(cookie).filter(text -> !text.isEmpty() && text.length() <= LONGEST);
        } catch (IOException absent) {
            return Optional.empty();
        }
    }
}
