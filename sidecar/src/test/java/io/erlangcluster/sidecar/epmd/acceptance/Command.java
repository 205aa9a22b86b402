package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a command did that has ended. */
record Command(int exitCode, String stdout, String stderr) {

    /** Runs {@code epmd} with {@code arguments}. */
    static Command epmd(Implementation implementation, String... arguments) throws Exception {
        return run(implementation.command(arguments), Map.of());
    }

    /** Runs {@code command} with nothing of Erlang's in its environment but {@code environment}. */
    static Command run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command);
        clean(builder.environment());
        builder.environment().putAll(environment);
        Path stdout = Files.createTempFile("command", ".out");
        Path stderr = Files.createTempFile("command", ".err");
        Process process = builder.redirectOutput(stdout.toFile())
                .redirectError(stderr.toFile())
                .start();
        try {
            process.getOutputStream().close();
            assertThat(process.waitFor(EpmdProcess.GENEROUS.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Command(process.exitValue(), Files.readString(stdout), Files.readString(stderr));
        } finally {
            process.destroyForcibly();
            Files.delete(stdout);
            Files.delete(stderr);
        }
    }

    /** Takes out what would change how an epmd or a node behaves. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("ERL_") || name.startsWith("JAVA_"));
        environment.put("ERL_EPMD_STATE", "off");
        environment.put("ERL_CRASH_DUMP_SECONDS", "0");
    }
}
