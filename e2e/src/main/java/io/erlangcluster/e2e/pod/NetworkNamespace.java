package io.erlangcluster.e2e.pod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** One pod's network: its own loopback, one address of each family on the bridge, its own /etc/hosts. */
public record NetworkNamespace(String name, String ip) {

    /** A unique local address (RFC 4193), if this machine has IPv6; as unlike any other's here as {@link #ip}. */
    public String ip6() {
        String[] parts = ip.split("\\.", -1);
        return "fd77:" + parts[2] + "::" + parts[3];
    }

    /**
     * {@code command} as it runs inside; {@code ip} executes it in its own place, so the process id is the command's.
     */
    public List<String> inside(List<String> command) {
        return Stream.concat(Stream.of("ip", "netns", "exec", name), command.stream())
                .toList();
    }

    /** Runs a command that ends by itself inside. */
    public Command.Result attempt(String... command) {
        return Command.attempt(inside(List.of(command)).toArray(String[]::new));
    }

    /** Writes what {@code ip netns exec} mounts over /etc/hosts, and that there is no DNS. */
    void writeHosts(List<String> lines) {
        try {
            Files.createDirectories(etc());
            Files.write(etc().resolve("hosts"), lines);
            Files.writeString(etc().resolve("resolv.conf"), "# no DNS here\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + etc() + ": run as root", e);
        }
    }

    /** Kills whatever still runs inside and removes all of it; does nothing to what is already gone. */
    void delete() {
        for (String pid : Command.attempt("ip", "netns", "pids", name).output().split("\\s+", -1)) {
            if (pid.matches("\\d+")) {
                ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        Command.attempt("ip", "netns", "del", name);
        try {
            Files.deleteIfExists(etc().resolve("hosts"));
            Files.deleteIfExists(etc().resolve("resolv.conf"));
            Files.deleteIfExists(etc());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + etc(), e);
        }
    }

    private Path etc() {
        return Path.of("/etc/netns", name);
    }
}
