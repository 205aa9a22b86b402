package io.erlangcluster.sidecar.epmd.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class StderrLogTest {

    private final List<String> lines = new ArrayList<>();
    private final StderrLog log = new StderrLog(lines::add);

    @Test
    void writesWhatEpmdHasToSay() {
        log.publish(from("io.erlangcluster.sidecar.epmd.EpmdServer"));

        assertThat(lines).singleElement().asString().startsWith("epmd: ").endsWith(": text\r\n");
    }

    @Test
    void nobodyAsksWhatJavaSaysOfItsEnd() {
        log.publish(from("java.lang.Runtime"));

        assertThat(lines).isEmpty();
    }

    private static LogRecord from(String logger) {
        LogRecord text = new LogRecord(Level.SEVERE, "text");
        text.setLoggerName(logger);
        return text;
    }
}
