package io.erlangcluster.sidecar.registry;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.stream.Stream;

/**
 * The cookies that this pod's VM may have. While a cluster's cookie changes there are several: the VM keeps the one it
 * started with, the Secret has a new one already, and a container that starts anew takes that. Event loop only.
 */
public final class CookieRing {

    /** A VM that outlived more changes than this has to be started anew. */
    static final int MOST = 4;

    private List<String> cookies;

    /** @param first what the pod was started with */
    public CookieRing(String first) {
        cookies = List.of(first);
    }

    /** All of them, the likeliest first; never empty. */
    public List<String> candidates() {
        return cookies;
    }

    /** The VM has proven that it has {@code cookie}. */
    public void confirm(String cookie) {
        keep(Stream.concat(Stream.of(cookie), cookies.stream()));
    }

    /** The Secret has {@code current}, newest first. What the VM is known to have stays the first. */
    public void offer(List<String> current) {
        keep(Stream.of(Stream.of(cookies.getFirst()), current.stream(), cookies.stream())
                .flatMap(some -> some));
    }

    private void keep(Stream<String> ordered) {
        SequencedSet<String> distinct = new LinkedHashSet<>();
        ordered.filter(cookie -> !cookie.isEmpty()).forEach(distinct::add);
        cookies = distinct.stream().limit(MOST).toList();
    }

    /** Cookies are no matter for logs. */
    @Override
    public String toString() {
        return cookies.size() + " cookies";
    }
}
