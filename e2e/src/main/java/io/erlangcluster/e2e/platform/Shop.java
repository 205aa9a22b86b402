package io.erlangcluster.e2e.platform;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.operator.injection.InjectionContext;
import io.erlangcluster.operator.injection.PodInjector;
import io.erlangcluster.operator.injection.SlotNames;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/** The example: ErlangCluster shop in namespace prod, pods of the services web and worker. */
public final class Shop {

    public static final String NAMESPACE = "prod";
    public static final String NAME = "shop";
    static final String SIDECAR_IMAGE = "erlang-cluster-sidecar";

    private static final String SERVICE_LABEL = "app.kubernetes.io/name";

    private final ErlangCluster cluster;
    private final Pod template;
    private final String operatorUrl;

    Shop(KubernetesClient client, String operatorUrl) {
        InputStream manifest = Objects.requireNonNull(Shop.class.getResourceAsStream("shop.yaml"));
        List<HasMetadata> objects = client.load(manifest).items();
        this.cluster = (ErlangCluster) objects.get(0);
        this.template = (Pod) objects.get(1);
        this.operatorUrl = operatorUrl;
    }

    public ErlangCluster cluster() {
        return cluster;
    }

    /** The pod {@code service-slot}, as it is once injection has passed over it. */
    public Pod pod(String service, int slot) {
        Pod plain = template.edit()
                .editMetadata()
                .withName(service + "-" + slot)
                .addToLabels(SERVICE_LABEL, service)
                .endMetadata()
                .build();
        NodeName name = SlotNames.nodeName(cluster, plain.getMetadata().getLabels(), slot);
        return new PodInjector().inject(plain, new InjectionContext(cluster, name, operatorUrl, SIDECAR_IMAGE));
    }

    /** Of {@code count} pods every third is a worker: web-0, web-1, worker-0, web-2, ... */
    public List<Pod> pods(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> i % 3 == 2 ? pod("worker", i / 3) : pod("web", i - i / 3))
                .toList();
    }
}
