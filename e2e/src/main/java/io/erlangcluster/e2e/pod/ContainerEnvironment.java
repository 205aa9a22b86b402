package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A container's environment as a kubelet makes it: values, references, and $(VAR) of what stands before. */
public final class ContainerEnvironment {

    private static final Pattern REFERENCE = Pattern.compile("\\$\\$|\\$\\(([-._A-Za-z][-._A-Za-z0-9]*)\\)");

    private final Pod pod;
    private final String podIp;
    private final Secrets secrets;

    /** Looks up one key of one Secret of the pod's namespace. */
    @FunctionalInterface
    public interface Secrets {
        Optional<String> value(String secret, String key);
    }

    public ContainerEnvironment(Pod pod, String podIp, Secrets secrets) {
        this.pod = pod;
        this.podIp = podIp;
        this.secrets = secrets;
    }

    /** Throws IllegalStateException while a Secret that is not optional is missing: a kubelet tries again later. */
    public Map<String, String> resolve(List<EnvVar> variables) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : variables) {
            value(variable, environment).ifPresent(value -> environment.put(variable.getName(), value));
        }
        return environment;
    }

    /** What a container runtime calls the pod. */
    String hostname() {
        return pod.getMetadata().getName();
    }

    private Optional<String> value(EnvVar variable, Map<String, String> before) {
        return Optional.ofNullable(variable.getValueFrom())
                .map(source -> reference(variable.getName(), source))
                .orElseGet(() -> Optional.of(
                        expand(Optional.ofNullable(variable.getValue()).orElse(""), before)));
    }

    private Optional<String> reference(String name, EnvVarSource source) {
        if (source.getFieldRef() != null) {
            return Optional.of(field(source.getFieldRef().getFieldPath()));
        }
        if (source.getSecretKeyRef() == null) {
            throw new IllegalArgumentException(name + ": only fieldRef and secretKeyRef are known here");
        }
        String secret = source.getSecretKeyRef().getName();
        String key = source.getSecretKeyRef().getKey();
        Optional<String> value = secrets.value(secret, key);
        if (value.isEmpty() && !Boolean.TRUE.equals(source.getSecretKeyRef().getOptional())) {
            throw new IllegalStateException("secret " + secret + " has no key " + key);
        }
        return value;
    }

    private String field(String path) {
        return switch (path) {
            case "metadata.name" -> pod.getMetadata().getName();
            case "metadata.namespace" -> pod.getMetadata().getNamespace();
            case "metadata.uid" -> pod.getMetadata().getUid();
            case "status.podIP", "status.podIPs" -> podIp;
            case "status.hostIP" -> podIp.substring(0, podIp.lastIndexOf('.')) + ".1";
            default -> throw new IllegalArgumentException("fieldRef " + path + " is not known here");
        };
    }

    /** A reference to what is not defined stays as it is written; $$ is a dollar. */
    private static String expand(String value, Map<String, String> before) {
        return REFERENCE.matcher(value).replaceAll(match -> Matcher.quoteReplacement(replacement(match, before)));
    }

    private static String replacement(MatchResult match, Map<String, String> before) {
        return match.group(1) == null ? "$" : before.getOrDefault(match.group(1), match.group());
    }
}
