package io.erlangcluster.e2e.pod;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which program of this machine stands for an image: an image known here is run by its command line, with the
 * container's arguments behind it; of every other image the container must name the command itself.
 */
public record ImageTable(Map<String, List<String>> entrypoints) {

    /** The command line of a container; throws IllegalArgumentException if there is none. */
    public List<String> commandLine(String image, List<String> command, List<String> arguments) {
        List<String> program = command.isEmpty() ? entrypoints.getOrDefault(image, List.of()) : command;
        if (program.isEmpty()) {
            throw new IllegalArgumentException("image " + image + " is not known and its container has no command");
        }
        return Stream.concat(program.stream(), arguments.stream()).toList();
    }
}
