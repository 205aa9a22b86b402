package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.admin.AdminSettings;
import io.erlangcluster.sidecar.control.ControlSettings;
import io.erlangcluster.sidecar.epmd.EpmdSettings;
import io.erlangcluster.sidecar.epmd.state.StateFile;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import io.erlangcluster.sidecar.tunnel.TunnelSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a sidecar gets from its environment.
 *
 * @param node full name of the pod's node; empty where nodes name themselves ({@code nodeNames: Existing})
 * @param cluster name of its ErlangCluster
 * @param podIp address of the pod
 * @param operator {@code wss://host:port}; {@code ws://} only in tests
 * @param files token and CA bundle; must be there for {@code wss://}, and without them no pod is let in or dialled
 * @param cookies folder with the cookie that the VM may have
 * @param listen the only address to listen on, besides loopback for EPMD; empty means all
 * @param epmdPort 0 to 65535; 0 takes any free one
 * @param tunnelPort 0 to 65535; 0 takes any free one
 * @param admin metrics and health; empty for none
 * @param epmdServes whom EPMD answers: {@code Pod} unless the cluster says {@code epmd.listen: Network}
 * @param state folder on a volume of the pod, where registrations survive the sidecar's restart; empty for none
 * @param peers the addresses of the clusters whose nodes the pod may call
 */
public record SidecarSettings(
        Optional<NodeName> node,
        String cluster,
        String namespace,
        String pod,
        String podUid,
        InetAddress podIp,
        URI operator,
        Optional<PodCredentials.Files> files,
        CookieFolder cookies,
        Optional<InetAddress> listen,
        int epmdPort,
        int tunnelPort,
        Optional<AdminSettings> admin,
        Optional<Path> state,
        EpmdSettings.Listen epmdServes,
        PeerHosts peers) {

    private static final String PREFIX = "ERLANGCLUSTER_";

    /**
     * Reads the {@code ERLANGCLUSTER_} variables.
     *
     * @throws IllegalArgumentException if one is missing or wrong; the message names it
     */
    public static SidecarSettings from(Map<String, String> environment) {
        Environment variables = new Environment(environment);
        URI operator = variables.required("OPERATOR", URI::create);
        SidecarSettings settings = new SidecarSettings(
                variables.optional("NODE_NAME", NodeName::parse),
                variables.required("NAME", text -> text),
                variables.required("NAMESPACE", text -> text),
                variables.required("POD", text -> text),
                variables.required("POD_UID", text -> text),
                variables.required("POD_IP", InetAddress::ofLiteral),
                operator,
                files(operator, variables),
                variables.required("COOKIES", folder -> new CookieFolder(Path.of(folder))),
                variables.optional("LISTEN", InetAddress::ofLiteral),
                variables.optional("EPMD_PORT", SidecarSettings::port).orElse(EpmdSettings.STANDARD.port()),
                variables.optional("TUNNEL_PORT", SidecarSettings::port).orElse(TunnelSettings.PORT),
                admin(variables),
                variables.optional("STATE", Path::of),
                variables.optional("EPMD_SERVES", SidecarSettings::serves).orElse(EpmdSettings.Listen.POD),
                variables.optional("PEERS", PeerHosts::parse).orElse(PeerHosts.NONE));
        variables.required("OPERATOR", text -> settings.control(0));
        return settings;
    }

    private static Optional<PodCredentials.Files> files(URI operator, Environment variables) {
        return "wss".equals(operator.getScheme())
                ? Optional.of(new PodCredentials.Files(
                        variables.required("TOKEN_FILE", Path::of), variables.required("CA_FILE", Path::of)))
                : Optional.empty();
    }

    EpmdSettings epmd() {
        EpmdSettings settings = EpmdSettings.STANDARD.withPort(epmdPort).withListen(epmdServes);
        return listen.map(ip -> Stream.concat(
                                Stream.of(InetAddress.ofLiteral("127.0.0.1"), ip), peers.addresses().values().stream())
                        .distinct())
                .map(addresses -> settings.withAddresses(addresses.toArray(InetAddress[]::new)))
                .orElse(settings);
    }

    Optional<StateFile> stateFile() {
        return state.map(folder -> new StateFile(folder.resolve("epmd")));
    }

    TunnelSettings tunnel() {
        InetSocketAddress address = listen.map(ip -> new InetSocketAddress(ip, tunnelPort))
                .orElseGet(() -> new InetSocketAddress(tunnelPort));
        return new TunnelSettings(node, cluster, podIp, address, peers, TunnelSettings.Limits.DEFAULT);
    }

    ControlSettings control(int boundTunnelPort) {
        return new ControlSettings(
                operator, namespace, pod, podUid, cluster, boundTunnelPort, ControlSettings.Timing.DEFAULT);
    }

    private static EpmdSettings.Listen serves(String text) {
        return switch (text) {
            case "Pod" -> EpmdSettings.Listen.POD;
            case "Network" -> EpmdSettings.Listen.NETWORK;
            default -> throw new IllegalArgumentException("neither Pod nor Network");
        };
    }

    private static int port(String text) {
        int port = Integer.parseInt(text);
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("not in 0..65535");
        }
        return port;
    }

    /**
     * On the loopback, where kubectl port-forward arrives: 4370 is the pod's one open door unless somebody opens
     * another.
     */
    private static Optional<AdminSettings> admin(Environment variables) {
        EpmdSettings.Listen listen =
                variables.optional("ADMIN_LISTEN", SidecarSettings::serves).orElse(EpmdSettings.Listen.POD);
        return variables
                .optional("ADMIN_PORT", SidecarSettings::portOrOff)
                .orElse(Optional.of(AdminSettings.PORT))
                .map(port -> listen == EpmdSettings.Listen.NETWORK
                        ? new InetSocketAddress(port)
                        : new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .map(AdminSettings::at);
    }

    private static Optional<Integer> portOrOff(String text) {
        return text.equals("off") ? Optional.empty() : Optional.of(port(text));
    }

    private record Environment(Map<String, String> variables) {

        private interface Reader<T> {
            T read(String text);
        }

        <T> T required(String name, Reader<T> reader) {
            return optional(name, reader)
                    .orElseThrow(() -> new IllegalArgumentException("the environment variable " + PREFIX + name
                            + " is missing: the operator sets it when it adds the sidecar to a pod"));
        }

        <T> Optional<T> optional(String name, Reader<T> reader) {
            String text = variables.getOrDefault(PREFIX + name, "");
            if (text.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(reader.read(text));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "the environment variable " + PREFIX + name + " is wrong: " + e.getMessage(), e);
            }
        }
    }
}
