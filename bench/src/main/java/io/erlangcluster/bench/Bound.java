package io.erlangcluster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/**
 * What one figure may be.
 *
 * @param pointer to the figure (RFC 6901)
 * @param least that it may be; negative infinity if there is no such bound
 * @param most that it may be; infinity if there is no such bound
 */
record Bound(String pointer, double least, double most) {

    /** {@code text} is {@code least..most}, where either may be missing. Throws IllegalArgumentException. */
    static Bound of(String pointer, String text) {
        int dots = text.indexOf("..");
        if (dots < 0) {
            throw new IllegalArgumentException(pointer + ": " + text + " is not least..most");
        }
        return new Bound(
                pointer,
                number(text.substring(0, dots), Double.NEGATIVE_INFINITY),
                number(text.substring(dots + 2), Double.POSITIVE_INFINITY));
    }

    private static double number(String text, double otherwise) {
        return text.isBlank() ? otherwise : Double.parseDouble(text.strip());
    }

    /** The figure itself; not a number if it was not measured. */
    double in(JsonNode figures) {
        return figures.at(pointer).asDouble(Double.NaN);
    }

    /** Whether the figure is there, and within. */
    boolean holds(JsonNode figures) {
        double figure = in(figures);
        return least <= figure && figure <= most;
    }

    @Override
    public String toString() {
        return (least == Double.NEGATIVE_INFINITY ? "" : String.format(Locale.ROOT, "at least %.2f ", least))
                + (most == Double.POSITIVE_INFINITY ? "" : String.format(Locale.ROOT, "at most %.2f", most));
    }
}
