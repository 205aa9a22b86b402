package io.erlangcluster.e2e.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files that change all together, as the kubelet's AtomicWriter does it (pkg/volume/util/atomic_writer.go): each is a
 * link through ..data, and ..data a link to the folder of this generation, which is replaced by one rename.
 */
final class AtomicFolder {

    private final Path folder;
    private Map<String, String> content = Map.of();
    private int generation;

    AtomicFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    /** Does nothing if that is what is there. */
    void write(Map<String, String> files) throws IOException {
        Files.createDirectories(folder);
        if (files.equals(content)) {
            return;
        }
        String name = "..generation-" + ++generation;
        Files.createDirectories(folder.resolve(name));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path target = folder.resolve(name).resolve(file.getKey());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
        Path next = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of(name));
        Files.move(next, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
        content = Map.copyOf(files);
        link();
        forgetOthers(name);
    }

    /** What stands no longer in ..data must not be seen as a link to nowhere. */
    private void link() throws IOException {
        Set<Path> tops =
                content.keySet().stream().map(file -> Path.of(file).getName(0)).collect(Collectors.toSet());
        try (Stream<Path> there = Files.list(folder)) {
            for (Path link : there.filter(path -> !path.getFileName().toString().startsWith(".."))
                    .toList()) {
                if (!tops.remove(link.getFileName())) {
                    Files.delete(link);
                }
            }
        }
        for (Path top : tops) {
            Files.createSymbolicLink(folder.resolve(top), Path.of("..data").resolve(top));
        }
    }

    private void forgetOthers(String current) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> old = files.filter(path -> path.getFileName().toString().startsWith("..generation-"))
                    .filter(path -> !path.endsWith(current))
                    .toList();
            for (Path generationBefore : old) {
                try (Stream<Path> content = Files.walk(generationBefore)) {
                    for (Path file : content.sorted(Comparator.reverseOrder()).toList()) {
                        Files.delete(file);
                    }
                }
            }
        }
    }
}
