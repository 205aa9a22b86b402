package io.erlangcluster.sidecar.epmd;

import java.util.Iterator;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** The lines of NAMES and DUMP, and of their successors. */
final class ListPages<M> extends Pages<M> {

    /** Makes the message of some lines; {@code port} comes with the first. */
    interface Page<M> {
        M of(boolean more, OptionalInt port, String lines);
    }

    /** A line more still fits the 16 bits of a length, whatever its characters. */
    private static final int PAGE_CHARACTERS = 8 * 1024;

    private final Iterator<String> lines;
    private final Page<M> page;
    private OptionalInt port;
    private boolean ended;

    ListPages(int epmdPort, Stream<String> lines, Page<M> page) {
        this.port = OptionalInt.of(epmdPort);
        this.lines = lines.iterator();
        this.page = page;
    }

    @Override
    M next() {
        StringBuilder text = new StringBuilder();
        while (text.length() < PAGE_CHARACTERS && lines.hasNext()) {
            text.append(lines.next());
        }
        ended = !lines.hasNext();
        M message = page.of(!ended, port, text.toString());
        port = OptionalInt.empty();
        return message;
    }

    @Override
    public boolean isEndOfInput() {
        return ended;
    }
}
