package io.erlangcluster.e2e.demo;

import java.util.List;

/** The deadline passed before the real nodes answered what they should. */
final class NotSeenException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<String> missing;

    NotSeenException(String step, List<String> missing) {
        super(step);
        this.missing = List.copyOf(missing);
    }

    List<String> missing() {
        return missing;
    }
}
