package io.erlangcluster.e2e.system;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.PodRunner;
import io.erlangcluster.operator.injection.InjectionContext;
import io.erlangcluster.operator.injection.InjectionRefused;
import io.erlangcluster.operator.injection.PodInjector;
import io.erlangcluster.operator.injection.SidecarTemplate;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;

/** A cluster of real VMs in a namespace of its own, with the peers that it lists. */
final class Estate implements AutoCloseable {

    private final Platform platform;
    private final ErlangCluster cluster;
    private final PodRunner runner;

    /** {@code peers}: the value of spec.peers, as JSON. */
    Estate(Platform platform, String name, String namespace, String peers) {
        this.platform = platform;
        this.cluster = Serialization.unmarshal("""
                apiVersion: erlangcluster.io/v1alpha1
                kind: ErlangCluster
                metadata: {name: %s, namespace: %s}
                spec:
                  selector: {matchLabels: {app: %s}}
                  injection: {style: ErlFlags}
                  peers: %s
                """.formatted(name, namespace, name, peers), ErlangCluster.class);
        this.runner = platform.run(namespace);
        platform.client().resource(cluster).create();
    }

    private String name() {
        return cluster.getMetadata().getName();
    }

    private String namespace() {
        return cluster.getMetadata().getNamespace();
    }

    /** Makes the pod of {@code service}'s first node, injected as the cluster was made. */
    void pod(String service) throws InjectionRefused {
        pod(service, "");
    }

    /** As the other, with the label {@code lane}. */
    void pod(String service, String lane) throws InjectionRefused {
        String alive = service + "-0";
        SidecarTemplate sidecar = new SidecarTemplate(
                "erlang-cluster-sidecar:0.1.0",
                "wss://" + Shop.OPERATOR_HOST + ":" + Shop.OPERATOR_PORT,
                SidecarTemplate.Form.NATIVE);
        InjectionContext context =
                new InjectionContext(cluster, Optional.of(NodeName.of(alive, name(), namespace())), sidecar);
        platform.client()
                .resource(new PodInjector()
                        .inject(
                                new PodBuilder()
                                        .withNewMetadata()
                                        .withNamespace(namespace())
                                        .withName(alive)
                                        .addToLabels("app", name())
                                        .addToLabels("app.kubernetes.io/name", service)
                                        .addToLabels("lane", lane)
                                        .endMetadata()
                                        .withNewSpec()
                                        .addNewContainer()
                                        .withName("app")
                                        .withImage("erlang:25")
                                        .withCommand("erl", "-noinput")
                                        .endContainer()
                                        .endSpec()
                                        .build(),
                                context))
                .create();
    }

    /** The VM of {@code service}'s first node; its pod must run. */
    RealNode node(String service) {
        return new RealNode(
                runner.pod(service + "-0").orElseThrow().network(),
                service + "-0@" + name() + "." + namespace(),
                platform.cookie(namespace(), name()));
    }

    /** {@code spec}: what of it changes, as JSON (a merge patch). */
    void change(String spec) {
        resource().patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":" + spec + "}");
    }

    /** Status and message of {@code Peered}; empty while it is not there. */
    Optional<String> peered() {
        return Optional.ofNullable(resource().get().getStatus())
                .flatMap(status -> status.condition("Peered"))
                .map(condition -> condition.status() + " " + condition.message());
    }

    private Resource<ErlangCluster> resource() {
        return platform.client().resource(cluster);
    }

    @Override
    public void close() {
        platform.client().pods().inNamespace(namespace()).withGracePeriod(0).delete();
        runner.close();
        resource().delete();
    }
}
