package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.operator.identity.PodTokens;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What the sidecar proves itself with, and where it remembers. Mounted in the sidecar alone: neither token nor state is
 * the application's business.
 */
final class PodVolumes implements PodMutator {

    static final String IDENTITY_PATH = "/var/run/secrets/erlangcluster.io";
    static final String STATE_PATH = "/var/lib/erlangcluster";
    static final String TOKEN = "token";

    /** Both are there while a cookie changes: the VM keeps the one that it was started with. */
    private static final String COOKIE = "cookie";

    private static final String PREVIOUS_COOKIE = "previous-cookie";

    private static final String IDENTITY = "erlangcluster-identity";
    private static final String STATE = "erlangcluster-state";

    /** The kubelet renews the token after four fifths of this; the sidecar reads it at every connect. */
    private static final long TOKEN_SECONDS = 3600;

    private static final String STATE_LIMIT = "16Mi";

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        Set<String> names = Set.of(IDENTITY, STATE);
        List<Volume> volumes = new ArrayList<>(pod.getSpec().getVolumes().stream()
                .filter(volume -> !names.contains(volume.getName()))
                .toList());
        volumes.add(identity(context.cookie()));
        volumes.add(new VolumeBuilder()
                .withName(STATE)
                .withNewEmptyDir()
                .withSizeLimit(new Quantity(STATE_LIMIT))
                .endEmptyDir()
                .build());
        return pod.edit().editSpec().withVolumes(volumes).endSpec().build();
    }

    static List<VolumeMount> mounts() {
        return List.of(
                new VolumeMountBuilder()
                        .withName(IDENTITY)
                        .withMountPath(IDENTITY_PATH)
                        .withReadOnly(true)
                        .build(),
                new VolumeMountBuilder()
                        .withName(STATE)
                        .withMountPath(STATE_PATH)
                        .build());
    }

    /** In one volume, because the kubelet renews one volume at once. */
    private static Volume identity(Cookie.SecretRef cookie) {
        return new VolumeBuilder()
                .withName(IDENTITY)
                .withNewProjected()
                .addNewSource()
                .withNewServiceAccountToken(PodTokens.AUDIENCE, TOKEN_SECONDS, TOKEN)
                .endSource()
                .addNewSource()
                .withNewConfigMap()
                .withName(TrustBundle.CONFIG_MAP)
                .addNewItem(TrustBundle.KEY, null, TrustBundle.KEY)
                .endConfigMap()
                .endSource()
                .addNewSource()
                .withNewSecret()
                .withName(cookie.name())
                .addNewItem(cookie.key(), null, COOKIE)
                .endSecret()
                .endSource()
                .addNewSource()
                .withNewSecret()
                .withName(cookie.name())
                .addNewItem(cookie.previousKey(), null, PREVIOUS_COOKIE)
                .withOptional(true)
                .endSecret()
                .endSource()
                .endProjected()
                .build();
    }
}
