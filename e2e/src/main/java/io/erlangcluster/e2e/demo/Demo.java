package io.erlangcluster.e2e.demo;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.pod.RunningPod;
import java.io.Console;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** {@code bin/demo}: exits 0 only if everything was seen by asking the real nodes, 1 otherwise, 2 for a wrong usage. */
public final class Demo {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration LONGEST_PER_POD = Duration.ofSeconds(2);

    private Demo() {}

    public static void main(String[] arguments) throws InterruptedException {
        Options options;
        try {
            options = Options.parse(List.of(arguments));
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
            return;
        }
        System.exit(run(options) ? 0 : 1);
    }

    @SuppressWarnings("SystemConsoleNull") // since JDK 25 it is null again without a terminal
    private static boolean run(Options options) throws InterruptedException {
        Screen screen = new Screen(
                System.out,
                !options.check()
                        && Optional.ofNullable(System.console())
                                .filter(Console::isTerminal)
                                .isPresent());
        screen.step("start  API server, operator and pod runner");
        Instant deadline = Instant.now().plus(LONGEST).plus(LONGEST_PER_POD.multipliedBy(options.pods()));
        Platform platform = new Platform();
        AtomicBoolean clean = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(platform, clean.get()), "closing"));
        Scenario scenario = new Scenario(platform, screen, options, deadline);
        boolean seen = play(scenario, platform);
        if (options.keep()) {
            attach(platform, screen);
        }
        if (options.check()) {
            screen.print(scenario.findings().toJson());
        }
        if (options.keep()) {
            new CountDownLatch(1).await();
        }
        clean.set(seen);
        return seen;
    }

    /** Logs are worth keeping unless all went well. */
    private static void close(Platform platform, boolean clean) {
        platform.close();
        if (clean) {
            platform.forget();
        }
    }

    private static boolean play(Scenario scenario, Platform platform) throws InterruptedException {
        try {
            scenario.play();
            return scenario.findings().complete();
        } catch (NotSeenException e) {
            System.err.println("not seen in time: " + e.getMessage());
            e.missing().forEach(line -> System.err.println("  " + line));
            System.err.println("logs: " + platform.logs());
            return false;
        }
    }

    private static void attach(Platform platform, Screen screen) {
        List<RunningPod> pods = platform.runner().pods().stream()
                .sorted(Comparator.comparing(RunningPod::name))
                .toList();
        RunningPod first = pods.getFirst();
        String node = Platform.name(first.pod());
        screen.print("POD-IPS " + pods.stream().map(pod -> pod.network().ip()).collect(Collectors.joining(",")));
        screen.print("a shell in " + node + ", leave it with Ctrl-G q:");
        screen.print("  ip netns exec " + first.network().name() + " erl -name undefined@"
                + node.substring(node.indexOf('@') + 1) + " -hidden -setcookie " + platform.cookie() + " -remsh "
                + node);
        screen.print("logs: " + platform.logs() + "   API: " + platform.apiUrl() + "   end with Ctrl-C");
    }
}
