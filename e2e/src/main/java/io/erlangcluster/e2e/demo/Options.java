package io.erlangcluster.e2e.demo;

import java.util.Iterator;
import java.util.List;

/**
 * The command line of bin/demo.
 *
 * @param check no pauses, one JSON line last
 * @param pods how many pods to begin with, 2 to 200
 * @param keep leave everything running until interrupted
 */
record Options(boolean check, int pods, boolean keep) {

    static final String USAGE = "usage: demo [--check] [--pods N] [--keep]   N from 2 to 200, 3 by default";

    Options {
        if (pods < 2 || pods > 200) {
            throw new IllegalArgumentException("--pods takes a number from 2 to 200");
        }
    }

    /** Throws IllegalArgumentException with a message for the user. */
    static Options parse(List<String> arguments) {
        Options options = new Options(false, 3, false);
        Iterator<String> rest = arguments.iterator();
        while (rest.hasNext()) {
            String argument = rest.next();
            options = switch (argument) {
                case "--check" -> new Options(true, options.pods, options.keep);
                case "--keep" -> new Options(options.check, options.pods, true);
                case "--pods" -> new Options(options.check, number(rest), options.keep);
                default -> throw new IllegalArgumentException("unknown argument " + argument);
            };
        }
        return options;
    }

    private static int number(Iterator<String> rest) {
        String text = rest.hasNext() ? rest.next() : "";
        return text.matches("\\d{1,3}") ? Integer.parseInt(text) : 0;
    }
}
