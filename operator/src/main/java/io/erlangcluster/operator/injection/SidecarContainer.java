package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Cookie;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;

/**
 * The sidecar as a native one: the first init container, with restartPolicy Always. It must own port 4369 before the VM
 * starts, or {@code erl} starts an epmd of its own; the start-up probe makes the kubelet wait for that.
 */
final class SidecarContainer implements PodMutator {

    static final String NAME = "erlang-sidecar";
    static final int EPMD_PORT = 4369;
    static final int TUNNEL_PORT = 4370;

    /** Any id but root's: the image names no user that Pod Security could check. */
    private static final long USER = 65532;

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        List<Container> containers = new ArrayList<>();
        containers.add(sidecar(context));
        pod.getSpec().getInitContainers().stream()
                .filter(other -> !other.getName().equals(NAME))
                .forEach(containers::add);
        return pod.edit().editSpec().withInitContainers(containers).endSpec().build();
    }

    private static Container sidecar(InjectionContext context) {
        return new ContainerBuilder()
                .withName(NAME)
                .withImage(context.image())
                .withRestartPolicy("Always")
                .withEnv(environment(context))
                .addNewPort()
                .withName("epmd")
                .withContainerPort(EPMD_PORT)
                .endPort()
                .addNewPort()
                .withName("erl-tunnel")
                .withContainerPort(TUNNEL_PORT)
                .endPort()
                .withNewStartupProbe()
                .withNewTcpSocket()
                .withPort(new IntOrString(EPMD_PORT))
                .endTcpSocket()
                .withPeriodSeconds(1)
                .withFailureThreshold(60)
                .endStartupProbe()
                .withNewResources()
                .addToRequests("cpu", new Quantity("10m"))
                .addToRequests("memory", new Quantity("64Mi"))
                .addToLimits("memory", new Quantity("128Mi"))
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
                .build();
    }

    private static List<EnvVar> environment(InjectionContext context) {
        Cookie.SecretRef cookie = context.cookie();
        return List.of(
                new EnvVar("ERLANGCLUSTER_NAME", context.cluster().getMetadata().getName(), null),
                fromField("ERLANGCLUSTER_NAMESPACE", "metadata.namespace"),
                fromField("ERLANGCLUSTER_POD", "metadata.name"),
                fromField("ERLANGCLUSTER_POD_UID", "metadata.uid"),
                fromField("ERLANGCLUSTER_POD_IP", "status.podIP"),
                new EnvVar("ERLANGCLUSTER_NODE_NAME", context.nodeName().toString(), null),
                new EnvVarBuilder()
                        .withName("ERLANGCLUSTER_COOKIE")
                        .withNewValueFrom()
                        .withNewSecretKeyRef(cookie.key(), cookie.name(), null)
                        .endValueFrom()
                        .build(),
                new EnvVar("ERLANGCLUSTER_OPERATOR", context.operatorUrl(), null));
    }

    private static EnvVar fromField(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef(null, path)
                .endValueFrom()
                .build();
    }
}
