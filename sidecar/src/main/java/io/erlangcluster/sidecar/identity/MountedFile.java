package io.erlangcluster.sidecar.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.logging.Logger;

/**
 * A small file that kubelet mounts and replaces. One that cannot be used is complained of once, until it is good again.
 */
final class MountedFile {

    private static final Logger LOG = Logger.getLogger(MountedFile.class);
    private static final int MOST = 256 * 1024;

    private final Path path;
    private final String advice;
    private String complaint = "";

    /** {@code advice}: what a person can do when it is missing or torn. */
    MountedFile(Path path, String advice) {
        this.path = path;
        this.advice = advice;
    }

    /** What is in it now. Of a file that is longer than 256 KiB nothing. */
    byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MOST + 1);
            if (content.length > MOST) {
                throw new IOException("longer than " + MOST + " bytes");
            }
            return content;
        }
    }

    void good() {
        complaint = "";
    }

    void bad(Exception problem) {
        String said = problem.toString();
        if (!said.equals(complaint)) {
            complaint = said;
            LOG.errorf("event=file-unusable file=%s problem=\"%s\" advice=\"%s\"", path, said, advice);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
