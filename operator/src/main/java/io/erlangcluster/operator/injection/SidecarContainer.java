package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Epmd;
import io.erlangcluster.api.Resources;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.ContainerPortBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The sidecar, before all others: it must own port 4369 before the VM looks for an EPMD. As a native sidecar its
 * start-up probe makes the kubelet wait for that; as an ordinary container the VM may be faster, fails to register, and
 * is started again.
 */
final class SidecarContainer implements PodMutator {

    static final String NAME = "erlang-sidecar";
    static final int EPMD_PORT = 4369;
    static final int TUNNEL_PORT = 4370;
    static final int METRICS_PORT = 4372;

    private static final String PREFIX = "ERLANGCLUSTER_";

    /** Any id but root's: the image names no user that Pod Security could check. */
    private static final long USER = 65532;

    private static final Resources DEFAULT_RESOURCES = new Resources(
            Map.of("cpu", new Quantity("10m"), "memory", new Quantity("64Mi")),
            Map.of("memory", new Quantity("128Mi")));

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        PodSpec spec = pod.getSpec();
        Container sidecar = sidecar(context);
        boolean isNative = context.sidecar().form() == SidecarTemplate.Form.NATIVE;
        return pod.edit()
                .editSpec()
                .withInitContainers(arrange(spec.getInitContainers(), sidecar, isNative))
                .withContainers(arrange(spec.getContainers(), sidecar, !isNative))
                .endSpec()
                .build();
    }

    /** {@code containers} with {@code sidecar} as the first, or without. */
    private static List<Container> arrange(List<Container> containers, Container sidecar, boolean present) {
        Stream<Container> others =
                containers.stream().filter(other -> !other.getName().equals(NAME));
        return (present ? Stream.concat(Stream.of(sidecar), others) : others).toList();
    }

    private static Container sidecar(InjectionContext context) {
        Resources resources = Objects.requireNonNullElse(
                context.cluster().getSpec().injection().resources(), DEFAULT_RESOURCES);
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(context.image())
                .withRestartPolicy(context.sidecar().form() == SidecarTemplate.Form.NATIVE ? "Always" : null)
                .withEnv(environment(context))
                .withPorts(ports(context))
                .withNewStartupProbe()
                .withNewTcpSocket()
                .withPort(new IntOrString(EPMD_PORT))
                .endTcpSocket()
                .withPeriodSeconds(1)
                .withFailureThreshold(60)
                .endStartupProbe()
                .withNewResources()
                .withRequests(new TreeMap<>(resources.requests()))
                .withLimits(new TreeMap<>(resources.limits()))
                .endResources()
                .withNewSecurityContext()
                .withRunAsNonRoot(true)
                .withRunAsUser(USER)
                .withReadOnlyRootFilesystem(true)
                .withAllowPrivilegeEscalation(false)
                .withNewCapabilities()
                .withDrop("ALL")
                .endCapabilities()
                .withNewSeccompProfile(null, "RuntimeDefault")
                .endSecurityContext()
                .withVolumeMounts(PodVolumes.mounts())
                .build();
    }

    private static List<ContainerPort> ports(InjectionContext context) {
        List<ContainerPort> ports = new ArrayList<>(List.of(port("epmd", EPMD_PORT), port("erl-tunnel", TUNNEL_PORT)));
        if (hasOpenMetrics(context)) {
            ports.add(port("erl-metrics", METRICS_PORT));
        }
        return ports;
    }

    private static ContainerPort port(String name, int number) {
        return new ContainerPortBuilder()
                .withName(name)
                .withContainerPort(number)
                .build();
    }

    private static boolean hasOpenMetrics(InjectionContext context) {
        return context.sidecar().metrics() == SidecarTemplate.Metrics.NETWORK;
    }

    private static List<EnvVar> environment(InjectionContext context) {
        List<EnvVar> environment = new ArrayList<>(List.of(
                value("NAME", context.cluster().getMetadata().getName()),
                fromField("NAMESPACE", "metadata.namespace"),
                fromField("POD", "metadata.name"),
                fromField("POD_UID", "metadata.uid"),
                fromField("POD_IP", "status.podIP")));
        context.nodeName().ifPresent(name -> environment.add(value("NODE_NAME", name.toString())));
        environment.add(value("OPERATOR", context.sidecar().operatorUrl()));
        environment.add(value("COOKIES", PodVolumes.IDENTITY_PATH));
        environment.add(value("TOKEN_FILE", PodVolumes.IDENTITY_PATH + "/" + PodVolumes.TOKEN));
        environment.add(value("CA_FILE", PodVolumes.IDENTITY_PATH + "/" + TrustBundle.KEY));
        environment.add(value("STATE", PodVolumes.STATE_PATH));
        if (context.cluster().getSpec().epmd().listen() == Epmd.Listen.NETWORK) {
            environment.add(value("EPMD_SERVES", "Network"));
        }
        if (hasOpenMetrics(context)) {
            environment.add(value("ADMIN_LISTEN", "Network"));
        }
        if (!context.peers().isEmpty()) {
            environment.add(value(
                    "PEERS",
                    context.peers().entrySet().stream()
                            .map(peer -> peer.getValue() + "=" + peer.getKey())
                            .collect(Collectors.joining(","))));
        }
        return environment;
    }

    private static EnvVar value(String name, String value) {
        return new EnvVar(PREFIX + name, value, null);
    }

    private static EnvVar fromField(String name, String path) {
        return new EnvVarBuilder()
                .withName(PREFIX + name)
                .withNewValueFrom()
                .withNewFieldRef(null, path)
                .endValueFrom()
                .build();
    }
}
