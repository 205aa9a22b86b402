package io.erlangcluster.sidecar.epmd.command;

import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Log lines as the C epmd prints them: {@code epmd: Sat Nov 21 10:58:04 2026: text}, ended by a CR too. */
final class StderrLog extends Handler {

    /** As ctime(3). */
    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT);

    /** Kept here, or the VM may forget its level. */
    private static final Logger OURS = Logger.getLogger("io.erlangcluster");

    private final Consumer<String> stderr;

    StderrLog(Consumer<String> stderr) {
        this.stderr = stderr;
        // Java tells of its exit through the logging of Quarkus, if that is in its jar, and that complains of this one.
        // A level would not do: when Java ends, it forgets all levels (LogManager.Cleaner).
        setFilter(record -> !String.valueOf(record.getLoggerName()).startsWith("java."));
    }

    /**
     * Makes {@code stderr} the one place for logs.
     *
     * @param debug 0 for what needs somebody's attention only, 1 for registrations too, 2 for everything
     */
    static void install(int debug, Consumer<String> stderr) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new StderrLog(stderr));
        OURS.setLevel(
                switch (debug) {
                    case 0 -> Level.WARNING;
                    case 1 -> Level.INFO;
                    default -> Level.ALL;
                });
    }

    static String line(String text) {
        return "epmd: " + CTIME.format(ZonedDateTime.now(ZoneId.systemDefault())) + ": " + text + "\r\n";
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            String cause = record.getThrown() == null ? "" : ": " + record.getThrown();
            stderr.accept(line(record.getMessage() + cause));
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
