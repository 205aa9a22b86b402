package io.erlangcluster.e2e.system;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two clusters, two namespaces, two cookies: real VMs call each other and do not become one mesh. */
@ExtendWith(PlatformExtension.class)
class PeersTest {

    private static final String TO_BILLING = "[{name: billing, namespace: money, direction: Outbound}]";
    private static final String API_FOR_SHOP = "[{name: shop, namespace: market, direction: Both, services: [api]}]";
    private static final String API = "api-0@billing.money";

    @Test
    void nodesOfAPeerAreCalledAndNotMeshedWith(Platform platform) throws Exception {
        try (Estate shop = new Estate(platform, "shop", "market", TO_BILLING);
                Estate billing = new Estate(platform, "billing", "money", API_FOR_SHOP)) {
            shop.pod("front");
            shop.pod("stock");
            billing.pod("api");
            billing.pod("ledger");
            await("each its own mesh, logs: " + platform.logs())
                    .atMost(120, SECONDS)
                    .ignoreExceptions() // neither pods nor cookies are there at once
                    .untilAsserted(() -> assertApart(shop, billing));
            RealNode front = shop.node("front");
            RealNode api = billing.node("api");
            assertThat(front.cookie()).isNotEqualTo(api.cookie());
            assertThat(front.call("gen_event start [{global,only_here}]"))
                    .get()
                    .asString()
                    .contains("ok");

            await("a call").atMost(30, SECONDS).until(() -> node(front, API).equals("'" + API + "'"));
            assertApart(shop, billing);
            assertThat(hidden(front)).contains(API);
            assertThat(hidden(api)).contains(front.name());
            assertThat(hidden(shop.node("stock"))).doesNotContain(API);
            assertThat(front.call("global registered_names []").orElseThrow()).contains("only_here");
            assertThat(api.call("global registered_names []").orElseThrow()).doesNotContain("only_here");

            assertThat(node(front, "ledger-0@billing.money"))
                    .as("a service that is not granted")
                    .contains("nodedown");
            assertThat(node(api, "stock-0@shop.market"))
                    .as("the direction that shop does not want")
                    .contains("nodedown");
            await().atMost(30, SECONDS).untilAsserted(() -> {
                assertThat(shop.peered()).contains("True all peers agree");
                assertThat(billing.peered().orElseThrow())
                        .startsWith("False shop.market lets nobody of this cluster in");
            });

            shop.change("{\"peers\": []}");
            await("the link ends, and not because a VM ended it")
                    .atMost(30, SECONDS)
                    .until(() -> !hidden(front).contains(API) && !hidden(api).contains(front.name()));
            assertThat(node(front, API)).as("no new link").contains("nodedown");
            assertThat(hidden(front)).doesNotContain(API);
            assertThat(said(platform, "event=links-ended")).isNotEmpty();
        }
    }

    private static List<String> said(Platform platform, String event) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.walk(platform.logs())) {
            for (Path log :
                    files.filter(file -> file.endsWith("erlang-sidecar.log")).toList()) {
                Files.readString(log, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.contains(event))
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    /** What {@code peer} says it is called, asked by {@code node}. */
    private static String node(RealNode node, String peer) {
        return node.call("rpc call ['" + peer + "',erlang,node,[]]").orElse("").strip();
    }

    private static String hidden(RealNode node) {
        return node.call("erlang nodes [hidden]").orElseThrow();
    }

    private static void assertApart(Estate shop, Estate billing) {
        assertThat(shop.node("front").nodes()).contains(Set.of("stock-0@shop.market"));
        assertThat(shop.node("stock").nodes()).contains(Set.of("front-0@shop.market"));
        assertThat(billing.node("api").nodes()).contains(Set.of("ledger-0@billing.money"));
        assertThat(billing.node("ledger").nodes()).contains(Set.of("api-0@billing.money"));
    }
}
