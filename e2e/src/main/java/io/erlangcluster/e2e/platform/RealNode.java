package io.erlangcluster.e2e.platform;

import io.erlangcluster.e2e.pod.Command;
import io.erlangcluster.e2e.pod.NetworkNamespace;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks the VM itself, with OTP's own erl_call, which speaks the distribution protocol without any code of ours. With -R
 * it connects under a name that the asked node hands out, hidden and registered nowhere.
 */
public record RealNode(NetworkNamespace network, String name, String cookie) {

    private static final Pattern NODE = Pattern.compile("[a-z0-9_-]+@[a-z0-9._-]+");

    /** The node's {@code nodes()}; empty if no VM answers. */
    public Optional<Set<String>> nodes() {
        return call("erlang nodes []").map(RealNode::names);
    }

    /** What {@code erl_call -a FUNCTION} prints, for instance of {@code "erlang nodes []"}; empty if no VM answers. */
    public Optional<String> call(String function) {
        OptionalInt port = distributionPort();
        if (port.isEmpty()) {
            return Optional.empty();
        }
        Command.Result result = network.attempt(
                "erl_call",
                "-R",
                "-address",
                "127.0.0.1:" + port.getAsInt(),
                "-c",
                cookie,
                "-timeout",
                "3",
                "-a",
                function);
        return result.exitCode() == 0 ? Optional.of(result.output()) : Optional.empty();
    }

    /**
     * What {@code erl_call -e} prints of {@code expressions}: {@code {ok, VALUE}} of the last one, or what went wrong.
     */
    public String evaluate(String expressions) {
        OptionalInt port = distributionPort();
        if (port.isEmpty()) {
            return name + " is not registered";
        }
        Command.Result result = network.attempt(
                "sh",
                "-c",
                "printf '%s\\n' \"$1\" | erl_call -R -address \"127.0.0.1:$2\" -c \"$3\" -timeout 12 -e",
                "erl_call",
                expressions,
                Integer.toString(port.getAsInt()),
                cookie);
        return result.output();
    }

    /**
     * The channel that connects it with {@code peer}, which is another one after every loss; empty if there is none.
     */
    public Optional<String> channel(String peer) {
        // [{'web-1@shop.prod',#Port<0.7>},...]
        Pattern entry = Pattern.compile(Pattern.quote(peer) + "'?,\\s*#([^>]+)>");
        return call("erlang system_info [dist_ctrl]")
                .flatMap(links -> entry.matcher(links).results().findFirst())
                .map(match -> match.group(1));
    }

    private OptionalInt distributionPort() {
        Matcher line = Pattern.compile("^name " + Pattern.quote(alive()) + " at port (\\d+)$", Pattern.MULTILINE)
                .matcher(network.attempt("epmd", "-names").output());
        return line.find() ? OptionalInt.of(Integer.parseInt(line.group(1))) : OptionalInt.empty();
    }

    private String alive() {
        return name.substring(0, name.indexOf('@'));
    }

    static Set<String> names(String term) {
        Set<String> names = new TreeSet<>();
        NODE.matcher(term).results().forEach(match -> names.add(match.group()));
        return names;
    }
}
