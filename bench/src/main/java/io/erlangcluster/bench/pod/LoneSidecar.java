package io.erlangcluster.bench.pod;

import io.erlangcluster.e2e.pod.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A sidecar as in its image, on loopback, with an operator that nobody is. */
public record LoneSidecar(SidecarImage image, Path identity) {

    /** With the files that a pod has. */
    public static LoneSidecar prepare() throws IOException {
        Path identity = Files.createTempDirectory("bench-identity");
        Files.writeString(identity.resolve("token"), "token");
        Files.writeString(identity.resolve("cookie"), "cookie");
        Certificates.authority(identity, "ca");
        Command.run("chmod", "-R", "a+rX", identity.toString());
        return new LoneSidecar(SidecarImage.find(), identity);
    }

    /** As injection sets it, and the container runtime. */
    public Map<String, String> environment(int port) {
        return Map.ofEntries(
                Map.entry("ERLANGCLUSTER_NAME", "shop"),
                Map.entry("ERLANGCLUSTER_NAMESPACE", "prod"),
                Map.entry("ERLANGCLUSTER_POD", "web-0"),
                Map.entry("ERLANGCLUSTER_POD_UID", "1"),
                Map.entry("HOSTNAME", "web-0"),
                Map.entry("ERLANGCLUSTER_POD_IP", "127.0.0.1"),
                Map.entry("ERLANGCLUSTER_NODE_NAME", "web-0@shop.prod"),
                Map.entry("ERLANGCLUSTER_COOKIES", identity.toString()),
                Map.entry("ERLANGCLUSTER_TOKEN_FILE", identity.resolve("token").toString()),
                Map.entry("ERLANGCLUSTER_CA_FILE", identity.resolve("ca.crt").toString()),
                Map.entry("ERLANGCLUSTER_OPERATOR", "wss://127.0.0.1:1"),
                Map.entry("ERLANGCLUSTER_LISTEN", "127.0.0.1"),
                Map.entry("ERLANGCLUSTER_EPMD_PORT", Integer.toString(port)),
                Map.entry("ERLANGCLUSTER_TUNNEL_PORT", "0"),
                Map.entry("ERLANGCLUSTER_ADMIN_PORT", "0"));
    }
}
