package io.erlangcluster.bench;

import java.util.function.Consumer;

/** One subcommand. */
public interface Measurement {

    /** Measures; {@code progress} is told what is being done, a line each. */
    Report run(Options options, Consumer<String> progress) throws Exception;
}
