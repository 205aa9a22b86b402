package io.erlangcluster.sidecar.epmd.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** What a command did that has ended. */
record Command(int exitCode, String stdout, String stderr) {

    /** Runs {@code epmd} with {@code arguments}. */
    static Command epmd(Implementation implementation, String... arguments) throws Exception {
        return run(implementation.command(arguments), Map.of());
    }

    /** Runs {@code command} with nothing of Erlang's in its environment but {@code environment}. */
    static Command run(List<String> command, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("target").toFile());
        clean(builder.environment());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            FutureTask<String> stderr = new FutureTask<>(() -> read(process.getErrorStream()));
            Thread.startVirtualThread(stderr);
            String stdout = read(process.getInputStream());
            assertThat(process.waitFor(EpmdProcess.GENEROUS.toSeconds(), TimeUnit.SECONDS))
                    .as("%s ends", command)
                    .isTrue();
            return new Command(process.exitValue(), stdout, stderr.get());
        } finally {
            process.destroyForcibly();
        }
    }

    /** Takes out what would change how an epmd or a node behaves. */
    static void clean(Map<String, String> environment) {
        environment.keySet().removeIf(name -> name.startsWith("ERL_") || name.startsWith("JAVA_"));
        environment.put("ERL_EPMD_STATE", "off");
        environment.put("ERL_CRASH_DUMP_SECONDS", "0");
    }

    private static String read(InputStream in) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        return all.toString(UTF_8);
    }
}
