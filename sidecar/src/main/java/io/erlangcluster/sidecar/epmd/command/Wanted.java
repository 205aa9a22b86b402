package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.extension.Filter;
import java.io.IOException;
import java.util.regex.Pattern;

/** Which nodes somebody looks for: {@code web-0}, {@code web-*}, or {@code app=web,tier!=db}. */
record Wanted(String text) {

    /** What only a label selector has, and kubectl's -l takes. */
    private static final Pattern SELECTOR = Pattern.compile(".*(=|!|,| in | notin ).*");

    int lookUp(ExtendedClient client) throws IOException {
        return client.lookUp(filter(), this::takes);
    }

    boolean takes(String name) {
        return !isName() || name.equals(text);
    }

    private boolean isName() {
        return !text.endsWith("*") && !SELECTOR.matcher(text).matches();
    }

    Filter filter() {
        if (text.endsWith("*")) {
            return new Filter.ByPrefix(text.substring(0, text.length() - 1));
        }
        return isName() ? new Filter.ByPrefix(text) : new Filter.BySelector(text);
    }
}
