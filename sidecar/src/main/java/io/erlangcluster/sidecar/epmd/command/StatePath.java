package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.state.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the registrations are kept unless somebody says where. Never in a folder that others can write to: whoever
 * writes the file says where nodes are.
 */
final class StatePath {

    private StatePath() {}

    /** The file; empty if there shall be none, or there is no place for it. */
    static Optional<StateFile> of(ServeOptions options, Map<String, String> environment) {
        return options.state()
                .map(given ->
                        Optional.of(given).filter(path -> !path.equals("off")).map(Path::of))
                .orElseGet(() -> standard(options.port(), environment))
                .map(StateFile::new);
    }

    /** systemd's StateDirectory=, else the folders of the XDG Base Directory Specification. */
    private static Optional<Path> standard(int port, Map<String, String> environment) {
        return Stream.of(
                        folder(environment, "STATE_DIRECTORY", "."),
                        folder(environment, "XDG_RUNTIME_DIR", "epmd"),
                        folder(environment, "XDG_STATE_HOME", "epmd"),
                        folder(environment, "HOME", ".local/state/epmd"))
                .flatMap(Optional::stream)
                .findFirst()
                .map(folder -> folder.resolve(port + networkNamespace()));
    }

    private static Optional<Path> folder(Map<String, String> environment, String variable, String below) {
        return Optional.ofNullable(environment.get(variable))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, below).normalize());
    }

    /** The same port in another network namespace is another EPMD's. */
    private static String networkNamespace() {
        try {
            return "-"
                    + Files.readSymbolicLink(Path.of("/proc/self/ns/net"))
                            .toString()
                            .replaceAll("\\D", "");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return "";
        }
    }
}
