package io.erlangcluster.sidecar.epmd.state;

import io.erlangcluster.sidecar.epmd.Registration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Where registrations are kept. A new content replaces the old one in one step (write beside it, rename), so a reader
 * sees either. It is not forced to disk: what must survive is the death of the server, and the page cache does; the
 * death of the machine takes the nodes with it.
 *
 * @param path the file; {@code path.tmp} beside it is used too
 */
public record StateFile(Path path) {

    private static final Logger LOG = Logger.getLogger(StateFile.class);

    /** Far more than 100,000 registrations; nobody else's gigabytes are read into memory. */
    static final int MAX_BYTES = 64 << 20;

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    /** What was written last, the oldest first; empty, with a line in the log, if the file is not usable. */
    public List<Registration> read() {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("it is larger than " + MAX_BYTES + " bytes");
            }
            return StateFormat.decode(bytes);
        } catch (NoSuchFileException first) {
            return List.of();
        } catch (IOException e) {
            LOG.warnf(
                    "state file not used, nodes come back when they register again: remove it if this repeats path=%s"
                            + " reason=\"%s\"",
                    path, e.getMessage());
            return List.of();
        }
    }

    /** Replaces the content, and creates the folder if it is not there; on failure the old content stays. */
    void write(List<Registration> oldestFirst) throws IOException {
        Files.createDirectories(Objects.requireNonNull(path.toAbsolutePath().getParent()), OWNER_ALONE_FOLDER);
        Path fresh = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(fresh);
        try (SeekableByteChannel channel = Files.newByteChannel(
                fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OWNER_ALONE)) {
            ByteBuffer bytes = ByteBuffer.wrap(StateFormat.encode(oldestFirst));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
