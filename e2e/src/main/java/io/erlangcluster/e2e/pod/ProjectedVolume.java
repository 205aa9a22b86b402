package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.ConfigMapProjection;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.ServiceAccountTokenProjection;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One pod's volume of tokens, ConfigMaps and Secrets; other sources are left out. */
final class ProjectedVolume {

    private final Pod pod;
    private final List<VolumeProjection> sources;
    private final KubeletApi api;
    private final AtomicFolder folder;
    private final Map<String, KubeletApi.Token> tokens = new HashMap<>();

    ProjectedVolume(Pod pod, List<VolumeProjection> sources, KubeletApi api, Path folder) {
        this.pod = pod;
        this.sources = sources;
        this.api = api;
        this.folder = new AtomicFolder(folder);
    }

    /** The folder, with everything in it as it is now; throws IllegalStateException while something is missing. */
    synchronized Path look() throws IOException {
        String namespace = pod.getMetadata().getNamespace();
        Map<String, String> files = new HashMap<>();
        for (VolumeProjection source : sources) {
            if (source.getServiceAccountToken() != null) {
                files.put(source.getServiceAccountToken().getPath(), token(source.getServiceAccountToken()));
            }
            if (source.getConfigMap() != null) {
                ConfigMapProjection wanted = source.getConfigMap();
                files.putAll(entries(
                        "configmap " + wanted.getName(),
                        api.configMap(namespace, wanted.getName()),
                        wanted.getItems(),
                        Boolean.TRUE.equals(wanted.getOptional())));
            }
            if (source.getSecret() != null) {
                SecretProjection wanted = source.getSecret();
                files.putAll(entries(
                        "secret " + wanted.getName(),
                        api.secret(namespace, wanted.getName()),
                        wanted.getItems(),
                        Boolean.TRUE.equals(wanted.getOptional())));
            }
        }
        folder.write(files);
        return folder.path();
    }

    /** When a token is due; empty if there is none. */
    synchronized Optional<Instant> renewal() {
        return tokens.values().stream().map(KubeletApi.Token::renewal).min(Comparator.naturalOrder());
    }

    private String token(ServiceAccountTokenProjection wanted) {
        KubeletApi.Token token = tokens.get(wanted.getPath());
        if (token == null || !Instant.now().isBefore(token.renewal())) {
            token = api.token(pod, wanted);
            tokens.put(wanted.getPath(), token);
        }
        return token.value();
    }

    private static Map<String, String> entries(
            String what, Optional<Map<String, String>> found, List<KeyToPath> items, boolean optional) {
        if (found.isEmpty() && !optional) {
            throw new IllegalStateException(what + " is not there");
        }
        Map<String, String> data = found.orElse(Map.of());
        if (items.isEmpty()) {
            return data;
        }
        Map<String, String> entries = new HashMap<>();
        for (KeyToPath item : items) {
            if (data.containsKey(item.getKey())) {
                entries.put(item.getPath(), data.get(item.getKey()));
            } else if (!optional) {
                throw new IllegalStateException(what + " has no key " + item.getKey());
            }
        }
        return entries;
    }
}
