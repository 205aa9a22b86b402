package io.erlangcluster.operator.cluster;

import java.util.List;

/** Messages are for people: they name the first few and count the rest. */
final class Listing {

    private static final int NAMED = 10;

    private Listing() {}

    static String of(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }

    /** {@code is web-0} or {@code are web-0, web-1}. */
    static String are(List<String> all) {
        return (all.size() == 1 ? "is " : "are ") + of(all);
    }
}
