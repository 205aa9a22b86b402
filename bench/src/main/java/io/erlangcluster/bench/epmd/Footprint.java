package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.ProcessFigures;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a server costs the machine.
 *
 * @param rss MiB, after a garbage collection
 * @param descriptors open files, sockets among them
 * @param threads the VM's own among them
 */
record Footprint(double rss, long descriptors, long threads) {

    /** Of a Java process. */
    static Footprint of(ProcessFigures process) throws IOException, InterruptedException {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (collection.waitFor() != 0) {
            throw new IOException("jcmd GC.run does not work on process " + process.pid());
        }
        return new Footprint(process.rss(), process.descriptors(), process.threads());
    }
}
