package io.erlangcluster.e2e.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Steps and the table below them: redrawn in place on a terminal, plain lines elsewhere. */
final class Screen {

    private static final String CLEAR = "\033[H\033[2J";

    private final PrintStream out;
    private final boolean terminal;
    private final List<String> steps = new ArrayList<>();
    private NodeTable last = new NodeTable(List.of());

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    boolean isTerminal() {
        return terminal;
    }

    /** Something began or ended. */
    void step(String line) {
        steps.add(line);
        if (terminal) {
            show(last);
        } else {
            out.println(line);
            out.flush();
        }
    }

    /** The table as it is now; elsewhere than on a terminal only {@link #settle} prints it. */
    void show(NodeTable table) {
        last = table;
        if (terminal) {
            StringBuilder frame = new StringBuilder(CLEAR);
            steps.forEach(line -> frame.append(line).append('\n'));
            frame.append('\n');
            table.lines().forEach(line -> frame.append(line).append('\n'));
            out.print(frame);
            out.flush();
        }
    }

    /** The table as a step left it. */
    void settle(NodeTable table) {
        show(table);
        if (!terminal) {
            table.lines().forEach(line -> out.println("    " + line));
            out.flush();
        }
    }

    /** What stays on the terminal in any case. */
    void print(String line) {
        out.println(line);
        out.flush();
    }
}
