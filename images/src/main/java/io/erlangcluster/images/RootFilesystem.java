package io.erlangcluster.images;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FileEntry;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A prepared root filesystem, cut into layers: what changes seldom comes first, so that an upgrade fetches little.
 * Everything belongs to root; times and permissions are the files' own, because the AOT cache remembers the jars'
 * times.
 *
 * @param root the folder that becomes {@code /}
 */
record RootFilesystem(Path root) {

    private enum Layer {
        SYSTEM,
        JRE,
        LIBRARIES,
        APPLICATION,
        AOT;

        static Layer of(Path path) {
            if (path.startsWith("opt/java")) {
                return JRE;
            }
            if (path.startsWith("app/lib")) {
                return LIBRARIES;
            }
            if (path.startsWith("app")) {
                return path.toString().endsWith(".aot") ? AOT : APPLICATION;
            }
            return SYSTEM;
        }
    }

    /**
     * The layers in order; those without a file are left out.
     *
     * @throws IllegalStateException if there is a symbolic link: these tarballs would hold a copy in its place
     */
    List<FileEntriesLayer> layers() throws IOException {
        List<FileEntriesLayer> layers = new ArrayList<>();
        for (Layer layer : Layer.values()) {
            List<FileEntry> entries = new ArrayList<>();
            for (Path path : paths()) {
                if (Layer.of(path) == layer) {
                    entries.add(entry(path));
                }
            }
            if (!entries.isEmpty()) {
                layers.add(FileEntriesLayer.builder()
                        .setName(layer.name())
                        .setEntries(entries)
                        .build());
            }
        }
        return layers;
    }

    private List<Path> paths() throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(root::relativize)
                    .filter(path -> !path.toString().isEmpty())
                    .sorted()
                    .toList();
        }
    }

    private FileEntry entry(Path path) throws IOException {
        Path file = root.resolve(path);
        if (Files.isSymbolicLink(file)) {
            throw new IllegalStateException(file + " is a symbolic link: put a copy of its target there");
        }
        return new FileEntry(
                file,
                AbsoluteUnixPath.get("/" + path),
                FilePermissions.fromPosixFilePermissions(
                        Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)),
                Files.getLastModifiedTime(file).toInstant(),
                "0:0");
    }
}
