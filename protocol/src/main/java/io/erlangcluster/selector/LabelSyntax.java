package io.erlangcluster.selector;

import java.util.regex.Pattern;

/** What Kubernetes takes as a label (apimachinery, util/validation IsQualifiedName and IsValidLabelValue). */
public final class LabelSyntax {

    private static final int MAX_PREFIX = 253;
    private static final String NAME = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final Pattern KEY = Pattern.compile("([a-z0-9][-a-z0-9.]*/)?" + NAME);
    private static final Pattern VALUE = Pattern.compile("(" + NAME + ")?");

    private LabelSyntax() {}

    /** True for {@code name} or {@code dns.prefix/name}, the name of 1 to 63 characters, the prefix of at most 253. */
    public static boolean isKey(String text) {
        return text.indexOf('/') <= MAX_PREFIX && KEY.matcher(text).matches();
    }

    /** True for at most 63 characters, nothing included. */
    public static boolean isValue(String text) {
        return VALUE.matcher(text).matches();
    }
}
