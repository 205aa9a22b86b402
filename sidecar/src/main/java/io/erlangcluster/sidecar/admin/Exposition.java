package io.erlangcluster.sidecar.admin;

import java.util.Locale;

/** Writes the text format of Prometheus, version 0.0.4 (prometheus.io, "Exposition formats"). */
final class Exposition {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(4096);
    private String name = "";
    private String label = "";

    /** Begins {@code metric}: the values that follow are its. */
    Exposition of(Metric metric) {
        name = metric.exposedName();
        label = metric.label();
        line("# HELP ").append(' ').append(escaped(metric.help(), false)).append('\n');
        line("# TYPE ")
                .append(' ')
                .append(metric.type().name().toLowerCase(Locale.ROOT))
                .append('\n');
        return this;
    }

    Exposition value(long value) {
        line("").append(' ').append(value).append('\n');
        return this;
    }

    /** A value of a metric with a label. */
    Exposition value(String labelValue, long value) {
        line("").append('{').append(label).append("=\"").append(escaped(labelValue, true));
        text.append("\"} ").append(value).append('\n');
        return this;
    }

    private StringBuilder line(String begin) {
        return text.append(begin).append(name);
    }

    private static String escaped(String raw, boolean quoted) {
        String escaped = raw.replace("\\", "\\\\").replace("\n", "\\n");
        return quoted ? escaped.replace("\"", "\\\"") : escaped;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
