package io.erlangcluster.e2e.platform;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.operator.injection.InjectionContext;
import io.erlangcluster.operator.injection.InjectionRefused;
import io.erlangcluster.operator.injection.PodInjector;
import io.erlangcluster.operator.injection.SidecarTemplate;
import io.erlangcluster.operator.node.SlotNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What examples/ holds: ErlangCluster shop in namespace prod with two web pods and a worker, and more of their kind.
 */
public record Shop(Path examples) {

    public static final String NAMESPACE = "prod";
    public static final String NAME = "shop";

    /** The Service under which the examples' sidecars find the operator. */
    public static final String OPERATOR_HOST = "erlang-cluster-operator.erlang-system";

    public static final int OPERATOR_PORT = 4371;
    public static final String SIDECAR_IMAGE = "erlang-cluster-sidecar:0.1.0";

    private static final String SERVICE_LABEL = "app.kubernetes.io/name";

    /** The examples of this checkout. */
    public static Shop load() {
        return new Shop(Builds.find().root().resolve("examples"));
    }

    public ErlangCluster cluster() {
        return read("erlangcluster.yaml", ErlangCluster.class);
    }

    /** {@code count} pods: the examples as they stand, then more, of which every third is a worker. */
    public List<Pod> pods(int count) {
        Stream<Pod> examples = Stream.of("web-0", "web-1", "worker-0").map(name -> read(name + ".yaml", Pod.class));
        Stream<Pod> more = IntStream.range(3, Math.max(3, count))
                .mapToObj(i -> i % 3 == 2 ? pod("worker", i / 3) : pod("web", i - i / 3));
        return Stream.concat(examples, more).limit(count).toList();
    }

    /** The pod {@code service-slot}: web-0's source under another name, with injection passed over it. */
    public Pod pod(String service, int slot) {
        Pod plain = read("source/web-0.yaml", Pod.class)
                .edit()
                .editMetadata()
                .withName(service + "-" + slot)
                .addToLabels(SERVICE_LABEL, service)
                .endMetadata()
                .build();
        NodeName name = SlotNames.nodeName(cluster(), service, slot);
        String operator = "wss://" + OPERATOR_HOST + ":" + OPERATOR_PORT;
        SidecarTemplate sidecar = new SidecarTemplate(SIDECAR_IMAGE, operator, SidecarTemplate.Form.NATIVE);
        try {
            return new PodInjector().inject(plain, new InjectionContext(cluster(), Optional.of(name), sidecar));
        } catch (InjectionRefused refused) {
            throw new IllegalStateException("the examples can be injected", refused);
        }
    }

    private <T> T read(String file, Class<T> type) {
        try {
            return Serialization.unmarshal(Files.readString(examples.resolve(file)), type);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + examples.resolve(file), e);
        }
    }
}
