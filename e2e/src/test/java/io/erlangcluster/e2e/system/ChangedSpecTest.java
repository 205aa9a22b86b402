package io.erlangcluster.e2e.system;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The spec changes while links stand: what it forbids now ends at both VMs and stays away, the rest is untouched. */
@ExtendWith(PlatformExtension.class)
class ChangedSpecTest {

    private static final String NO_PEERS = "[]";

    @Test
    void mixingPartsThoseWhoseLabelsDiffer(Platform platform) throws Exception {
        try (Estate shop = new Estate(platform, "shop", "lanes", NO_PEERS)) {
            shop.pod("red", "left");
            shop.pod("rose", "left");
            shop.pod("blue", "right");
            awaitMesh(platform, shop, "red", "rose", "blue");
            RealNode red = shop.node("red");
            RealNode rose = shop.node("rose");
            RealNode blue = shop.node("blue");
            String kept = red.channel(rose.name()).orElseThrow();
            Witness atRed = Witness.of(red);
            Witness atRose = Witness.of(rose);
            Witness atBlue = Witness.of(blue);

            shop.change("{\"mixing\": {\"policy\": \"SameLabel\", \"label\": \"lane\"}}");
            awaiting("both links with blue to end", platform).untilAsserted(() -> {
                assertThat(atRed.lost()).contains(blue.name());
                assertThat(atRose.lost()).contains(blue.name());
                assertThat(atBlue.lost()).contains(red.name(), rose.name());
            });
            assertThat(connects(red, blue)).isEqualTo("false");
            assertThat(connects(blue, rose)).isEqualTo("false");
            assertThat(blue.nodes()).contains(Set.of());
            assertThat(atRed.lost()).doesNotContain(rose.name());
            assertThat(red.channel(rose.name())).contains(kept);

            shop.change("{\"mixing\": {\"policy\": \"All\"}}");
            awaitMesh(platform, shop, "red", "rose", "blue");
            assertThat(red.channel(rose.name())).contains(kept);
        }
    }

    @Test
    void plainLinksEndWhenTlsIsWantedAgainAndEncryptedOnesStay(Platform platform) throws Exception {
        try (Estate shop = new Estate(platform, "shop", "cloak", NO_PEERS)) {
            shop.pod("first", "any");
            shop.pod("second", "any");
            awaitMesh(platform, shop, "first", "second");
            RealNode first = shop.node("first");
            RealNode second = shop.node("second");
            String encrypted = first.channel(second.name()).orElseThrow();
            Witness atFirst = Witness.of(first);

            tls(platform, shop, "Disabled", 1, "first", "second");
            shop.pod("late", "any");
            awaitMesh(platform, shop, "first", "second", "late");
            RealNode late = shop.node("late");
            Witness atLate = Witness.of(late);
            assertThat(atFirst.lost()).doesNotContain(second.name());

            tls(platform, shop, "Mutual", 1, "first", "second", "late");
            awaiting("the plain links to end", platform).untilAsserted(() -> {
                assertThat(atFirst.lost()).contains(late.name());
                assertThat(atLate.lost()).contains(first.name(), second.name());
            });
            awaitMesh(platform, shop, "first", "second", "late");
            assertThat(atFirst.lost()).doesNotContain(second.name());

            // What survives the same once more was not plain.
            String anew = first.channel(late.name()).orElseThrow();
            tls(platform, shop, "Disabled", 2, "first", "second", "late");
            tls(platform, shop, "Mutual", 2, "first", "second", "late");
            assertThat(first.channel(late.name())).contains(anew);
            assertThat(first.channel(second.name())).contains(encrypted);
        }
    }

    @Test
    void aPeerThatIsGrantedLessLosesThatAndNoMore(Platform platform) throws Exception {
        try (Estate shop = new Estate(
                        platform, "shop", "east", "[{name: billing, namespace: west, direction: Outbound}]");
                Estate billing = new Estate(
                        platform,
                        "billing",
                        "west",
                        "[{name: shop, namespace: east, direction: Inbound, services: [api, ledger]}]")) {
            shop.pod("front", "any");
            billing.pod("api", "any");
            billing.pod("ledger", "any");
            awaitMesh(platform, billing, "api", "ledger");
            awaitMesh(platform, shop, "front");
            RealNode front = shop.node("front");
            RealNode api = billing.node("api");
            RealNode ledger = billing.node("ledger");
            awaiting("calls of both", platform).untilAsserted(() -> {
                assertThat(connects(front, api)).isEqualTo("true");
                assertThat(connects(front, ledger)).isEqualTo("true");
            });
            String called = front.channel(api.name()).orElseThrow();
            String meshed = api.channel(ledger.name()).orElseThrow();
            Witness atFront = Witness.of(front);
            Witness atApi = Witness.of(api);
            Witness atLedger = Witness.of(ledger);

            billing.change(
                    "{\"peers\": [{\"name\": \"shop\", \"namespace\": \"east\", \"direction\": \"Inbound\", \"services\": [\"api\"]}]}");
            awaiting("the link with the ledger to end", platform).untilAsserted(() -> {
                assertThat(atFront.lost()).contains(ledger.name());
                assertThat(atLedger.lost()).contains(front.name());
            });
            assertThat(connects(front, ledger)).isEqualTo("false");
            assertThat(front.channel(api.name())).contains(called);
            assertThat(atFront.lost()).doesNotContain(api.name());

            billing.change("{\"peers\": []}");
            awaiting("the link with the api to end", platform).untilAsserted(() -> {
                assertThat(atFront.lost()).contains(api.name());
                assertThat(atApi.lost()).contains(front.name());
            });
            assertThat(connects(front, api)).isEqualTo("false");
            assertThat(api.channel(ledger.name())).contains(meshed);
            assertThat(atApi.lost()).doesNotContain(ledger.name());
        }
    }

    /** Whether {@code node} is connected with {@code peer}, or can be: {@code true} or {@code false}. */
    private static String connects(RealNode node, RealNode peer) {
        return node.call("net_kernel connect_node ['" + peer.name() + "']")
                .orElse("no answer")
                .strip();
    }

    /** Sets spec.tls and waits until each sidecar has been told so {@code times} times. */
    private static void tls(Platform platform, Estate estate, String mode, int times, String... services) {
        estate.change("{\"tls\": \"" + mode + "\"}");
        String said = "event=tunnel-policy plain=" + mode.equals("Disabled");
        for (String service : services) {
            awaiting(said + " at " + service, platform)
                    .until(() -> sidecarLog(platform, service).split(said, -1).length == times + 1);
        }
    }

    private static String sidecarLog(Platform platform, String service) throws IOException {
        return Files.readString(
                platform.logs().resolve(service + "-0/erlang-sidecar.log"), StandardCharsets.ISO_8859_1);
    }

    private static void awaitMesh(Platform platform, Estate estate, String... services) {
        awaiting("mesh of " + String.join(", ", services), platform)
                .ignoreExceptions() // neither pods nor cookies are there at once
                .untilAsserted(() -> {
                    Set<String> all = new TreeSet<>();
                    Arrays.stream(services)
                            .forEach(service -> all.add(estate.node(service).name()));
                    for (String service : services) {
                        RealNode node = estate.node(service);
                        Set<String> others = new TreeSet<>(all);
                        others.remove(node.name());
                        assertThat(node.nodes()).contains(others);
                    }
                });
    }

    private static ConditionFactory awaiting(String what, Platform platform) {
        return await(what + ", logs: " + platform.logs()).atMost(120, SECONDS);
    }
}
