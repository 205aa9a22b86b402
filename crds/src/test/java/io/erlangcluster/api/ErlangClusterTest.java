package io.erlangcluster.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ErlangClusterTest {

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    @Test
    void everythingButTheSelectorHasADefault() {
        ErlangClusterSpec spec = yaml.unmarshal("""
                apiVersion: erlangcluster.io/v1alpha1
                kind: ErlangCluster
                metadata: {name: shop, namespace: prod}
                spec:
                  selector: {matchLabels: {app: shop}}
                """, ErlangCluster.class).getSpec();
        assertThat(spec.selector().matchLabels()).isEqualTo(Map.of("app", "shop"));
        assertThat(spec.serviceLabel()).isEqualTo("app.kubernetes.io/name");
        assertThat(spec.nodeNames()).isEqualTo(NodeNames.SLOT);
        assertThat(spec.dataPath()).isEqualTo(DataPath.TUNNEL);
        assertThat(spec.injection().style()).isEqualTo(Injection.Style.RELEASE);
        assertThat(spec.cookie()).isNull();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        ErlangNode node = new ErlangNode();
        node.setSpec(new ErlangNodeSpec("shop", "web-0@shop.prod", new ErlangNodeSpec.PodRef("web-0", "u1")));
        node.setStatus(new ErlangNodeStatus(
                ErlangNodeStatus.Phase.UP, "10.0.0.1", 4370, 0xffff_ffffL, "2026-01-01T00:00:00Z"));
        String written = yaml.asYaml(node);
        assertThat(written).contains("phase: \"Up\"");
        ErlangNode read = yaml.unmarshal(written, ErlangNode.class);
        assertThat(read.getSpec()).isEqualTo(node.getSpec());
        assertThat(read.getStatus()).isEqualTo(node.getStatus());
    }

    @Test
    void aNodeNameHasTwoParts() {
        assertThat(NodeName.parse("web-0@shop.prod")).isEqualTo(NodeName.of("web-0", "shop", "prod"));
        assertThatThrownBy(() -> NodeName.parse("web-0")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NodeName.parse("Web_0@shop.prod")).isInstanceOf(IllegalArgumentException.class);
    }
}
