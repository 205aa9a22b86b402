package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.command.Invocation.Dump;
import io.erlangcluster.sidecar.epmd.command.Invocation.Kill;
import io.erlangcluster.sidecar.epmd.command.Invocation.LongNames;
import io.erlangcluster.sidecar.epmd.command.Invocation.Lookup;
import io.erlangcluster.sidecar.epmd.command.Invocation.Misuse;
import io.erlangcluster.sidecar.epmd.command.Invocation.Names;
import io.erlangcluster.sidecar.epmd.command.Invocation.Serve;
import io.erlangcluster.sidecar.epmd.command.Invocation.Started;
import io.erlangcluster.sidecar.epmd.command.Invocation.Stop;
import io.erlangcluster.sidecar.epmd.command.Invocation.Watch;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;

/**
 * Reads a command line as main in epmd.c does: options first, in any order, the last of a kind wins; the first request
 * (-names, -kill, ...) ends them.
 */
final class Arguments {

    private static final int DEFAULT_PORT = 4369;
    private static final int DEFAULT_PACKET_TIMEOUT = 60;

    private final Queue<String> rest;
    private int port;
    private String addresses;
    private int debug;
    private boolean daemon;
    private boolean systemd;
    private boolean relaxed;
    private int packetTimeout = DEFAULT_PACKET_TIMEOUT;
    private int delayAccept;
    private int delayWrite;
    private Optional<String> state;

    private Arguments(List<String> arguments, Map<String, String> environment) {
        rest = new ArrayDeque<>(arguments);
        port = Optional.ofNullable(environment.get("ERL_EPMD_PORT"))
                .map(Arguments::number)
                .orElse(DEFAULT_PORT);
        addresses = environment.getOrDefault("ERL_EPMD_ADDRESS", "");
        relaxed = environment.containsKey("ERL_EPMD_RELAXED_COMMAND_CHECK");
        state = Optional.ofNullable(environment.get("ERL_EPMD_STATE")).filter(path -> !path.isEmpty());
    }

    static Invocation parse(List<String> arguments, Map<String, String> environment) {
        try {
            return new Arguments(arguments, environment).parse();
        } catch (NoSuchElementException misuse) {
            return new Misuse();
        }
    }

    private Invocation parse() {
        while (!rest.isEmpty()) {
            switch (rest.remove()) {
                case "-d", "-debug" -> debug++;
                case "-daemon" -> daemon = true;
                case "-systemd" -> systemd = true;
                case "-relaxed_command_check" -> relaxed = true;
                case "-port" -> port = nonzero();
                case "-address" -> addresses = rest.remove();
                case "-packet_timeout" -> packetTimeout = positive();
                case "-delay_accept" -> delayAccept = Math.max(nonzero(), 0);
                case "-delay_write" -> delayWrite = Math.max(nonzero(), 0);
                case "-state" -> state = Optional.of(rest.remove());
                case "-names" -> {
                    return last(names());
                }
                case "-lookup" -> {
                    return last(new Lookup(tcpPort(), rest.remove(), printer()));
                }
                case "-watch" -> {
                    String wanted = rest.isEmpty() || rest.element().startsWith("-") ? "*" : rest.remove();
                    return last(new Watch(tcpPort(), wanted, printer()));
                }
                case "-started" -> {
                    return last(new Started(tcpPort()));
                }
                case "-dump" -> {
                    return last(new Dump(tcpPort()));
                }
                case "-kill" -> {
                    return last(new Kill(tcpPort()));
                }
                case "-stop" -> {
                    return last(new Stop(tcpPort(), rest.remove()));
                }
                default -> {
                    return new Misuse();
                }
            }
        }
        return new Serve(new ServeOptions(
                tcpPort(), addresses, debug, daemon, systemd, relaxed, packetTimeout, delayAccept, delayWrite, state));
    }

    private Invocation names() {
        if (next("-l")) {
            return new LongNames(tcpPort());
        }
        return next("-json") ? new Lookup(tcpPort(), "*", NodePrinter.JSON) : new Names(tcpPort());
    }

    private NodePrinter printer() {
        return next("-json") ? NodePrinter.JSON : NodePrinter.LINES;
    }

    private boolean next(String option) {
        boolean there = option.equals(rest.peek());
        if (there) {
            rest.remove();
        }
        return there;
    }

    /** {@code request}, unless something follows it. */
    private Invocation last(Invocation request) {
        return rest.isEmpty() ? request : new Misuse();
    }

    private int positive() {
        int number = nonzero();
        if (number < 0) {
            throw new NoSuchElementException("negative");
        }
        return number;
    }

    /** 0 is what atoi makes of no number. */
    private int nonzero() {
        int number = number(rest.remove());
        if (number == 0) {
            throw new NoSuchElementException("not a number");
        }
        return number;
    }

    /** C stores the port in an unsigned short. */
    private int tcpPort() {
        return port & 0xFFFF;
    }

    /** As atoi: the digits at the start, 0 if there are none; what no int holds is 0 too. */
    private static int number(String text) {
        String digits = text.strip();
        int end = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0;
        while (end < digits.length() && Character.isDigit(digits.charAt(end))) {
            end++;
        }
        try {
            return Integer.parseInt(digits, 0, end, 10);
        } catch (NumberFormatException none) {
            return 0;
        }
    }
}
