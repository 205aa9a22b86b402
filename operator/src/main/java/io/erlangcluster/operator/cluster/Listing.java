package io.erlangcluster.operator.cluster;

import java.util.List;

/** Messages are for people: they name the first few and count the rest. */
final class Listing {

    /** So many a message names. */
    static final int NAMED = 10;

    private Listing() {}

    static String of(List<String> all) {
        return of(all.subList(0, Math.min(NAMED, all.size())), all.size());
    }

    /** {@code named}, which are the first of so many. */
    static String of(List<String> named, int count) {
        String first = String.join(", ", named);
        return count > named.size() ? first + " and " + (count - named.size()) + " more" : first;
    }

    /** {@code is web-0} or {@code are web-0, web-1}. */
    static String are(List<String> all) {
        return (all.size() == 1 ? "is " : "are ") + of(all);
    }
}
