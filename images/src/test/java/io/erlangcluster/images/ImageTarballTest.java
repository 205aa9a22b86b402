package io.erlangcluster.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTarballTest {

    @TempDir
    Path work;

    private Path root;

    @BeforeEach
    void aSmallRoot() throws IOException {
        root = Files.createDirectory(work.resolve("root"));
        file("etc/passwd", "nobody");
        file("opt/java/bin/java", "jre");
        file("app/lib/main/netty.jar", "netty");
        file("app/quarkus-run.jar", "application");
        file("app/sidecar.aot", "cache");
    }

    @Test
    void theSameFilesGiveTheSameDigestAndTheSameBytes() throws Exception {
        String first = image().write(work.resolve("1.tar"), work.resolve("cache1"));
        String second = image().write(work.resolve("2.tar"), work.resolve("cache2"));
        assertThat(first).matches("sha256:[0-9a-f]{64}").isEqualTo(second);
        assertThat(work.resolve("1.tar")).hasSameBinaryContentAs(work.resolve("2.tar"));
    }

    @Test
    void anotherTimeOfAFileIsAnotherImage() throws Exception {
        String before = image().write(work.resolve("1.tar"), work.resolve("cache"));
        Files.setLastModifiedTime(
                root.resolve("app/quarkus-run.jar"), FileTime.from(Instant.parse("2026-02-02T00:00:00Z")));
        assertThat(image().write(work.resolve("2.tar"), work.resolve("cache"))).isNotEqualTo(before);
    }

    @Test
    void itIsAnOciLayoutWithOneLayerPerPaceOfChange() throws Exception {
        Path tar = work.resolve("image.tar");
        image().write(tar, work.resolve("cache"));
        try (TarFile files = new TarFile(tar)) {
            List<String> names =
                    files.getEntries().stream().map(TarArchiveEntry::getName).toList();
            assertThat(names).contains("oci-layout", "index.json");
            // Five layers, the configuration and the manifest.
            assertThat(names)
                    .filteredOn(name -> name.startsWith("blobs/sha256/"))
                    .hasSize(7);
        }
    }

    @Test
    void aSymbolicLinkIsRefusedByName() throws IOException {
        Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
        assertThatThrownBy(() -> image().write(work.resolve("1.tar"), work.resolve("cache")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("root/lib is a symbolic link");
    }

    private ImageTarball image() {
        return new ImageTarball("test:1", root, List.of("/opt/java/bin/java"));
    }

    private void file(String path, String text) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }
}
