package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Gone;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Up;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.UpToDate;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.WatchStarted;
import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import io.erlangcluster.sidecar.epmd.extension.Position;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What a watch has told so far: of what the server says, however often it is restarted, only news are printed. */
final class ToldNodes {

    private final Terminal terminal;
    private final NodePrinter printer;
    private final Predicate<String> wanted;
    private final Map<String, NodeEntry> told = new HashMap<>();

    /** Told before the snapshot that is coming in, and not part of it so far. */
    private final Set<String> missing = new TreeSet<>();

    private boolean started;
    private long epoch;
    private Optional<Position> position = Optional.empty();

    ToldNodes(Terminal terminal, NodePrinter printer, Predicate<String> wanted) {
        this.terminal = terminal;
        this.printer = printer;
        this.wanted = wanted;
    }

    /** True if a server has answered. */
    boolean started() {
        return started;
    }

    /** Up to where all has been told. */
    Optional<Position> position() {
        return position;
    }

    void hear(ExtensionResponse response) {
        switch (response) {
            case WatchStarted(boolean snapshot, Position at) -> start(snapshot, at);
            case Up up -> up(up.node());
            case Gone gone -> {
                missing.remove(gone.name());
                gone(gone.name());
            }
            case UpToDate(long version) -> {
                missing.forEach(this::gone);
                missing.clear();
                position = Optional.of(new Position(epoch, version));
                terminal.print(printer.upToDate());
            }
            default -> throw new CorruptedFrameException("unexpected " + response);
        }
    }

    private void start(boolean snapshot, Position at) {
        if (!started) {
            started = true;
            terminal.print(printer.snapshot());
        }
        epoch = at.epoch();
        if (snapshot) {
            missing.addAll(told.keySet());
        }
    }

    private void up(NodeEntry node) {
        missing.remove(node.name());
        if (wanted.test(node.name()) && !node.equals(told.put(node.name(), node))) {
            terminal.print(printer.up(node));
        }
    }

    private void gone(String name) {
        if (told.remove(name) != null) {
            terminal.print(printer.gone(name));
        }
    }
}
