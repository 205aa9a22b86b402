package io.erlangcluster.sidecar.epmd.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/** The standard streams without a buffer: each call is one write. */
record Terminal(OutputStream out, OutputStream err) {

    static final Terminal STANDARD =
            new Terminal(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));

    void print(String text) {
        print(text.getBytes(UTF_8));
    }

    void print(byte[] bytes) {
        write(out, bytes);
    }

    void complain(byte[] bytes) {
        write(err, bytes);
    }

    void complain(String text) {
        write(err, text.getBytes(UTF_8));
    }

    /** Lets go of the terminal: whoever waits for the end of the output sees it, and nothing is printed any more. */
    void leave() throws IOException {
        // Java puts /dev/null in the place of a standard stream that is closed.
        out.close();
        err.close();
    }

    private static void write(OutputStream stream, byte[] bytes) {
        try {
            stream.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("nobody reads the output", e);
        }
    }
}
