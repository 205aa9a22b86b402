package io.erlangcluster.e2e.api;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The API server as a process: {@code EmbeddedApi PORT [SECONDS]} serves plain HTTP on loopback until it is stopped,
 * and issues no service-account token for longer than SECONDS.
 */
public final class EmbeddedApi implements AutoCloseable {

    /** The mock logs a line per request; held here because the log manager would forget the level otherwise. */
    private static final Logger REQUEST_LINES = Logger.getLogger(MockWebServer.class.getName());

    private static final Duration DAY = Duration.ofDays(1);

    private final KubernetesMockServer server;
    private final ApiDispatcher dispatcher;

    /** Starts to serve on 127.0.0.1; {@code port} 0 takes a free one. */
    public EmbeddedApi(int port) {
        this(port, DAY);
    }

    /** As the other; no service-account token is issued for longer than {@code longestToken}, whatever is asked for. */
    public EmbeddedApi(int port, Duration longestToken) {
        dispatcher = new ApiDispatcher(longestToken);
        dispatcher.expectCustomResource(CustomResourceDefinitionContext.fromCustomResourceType(ErlangCluster.class));
        dispatcher.expectCustomResource(CustomResourceDefinitionContext.fromCustomResourceType(ErlangNode.class));
        server = new KubernetesMockServer(new Context(), new MockWebServer(), new HashMap<>(), dispatcher, false);
        server.init(InetAddress.getLoopbackAddress(), port);
    }

    /** Where clients connect: {@code http://127.0.0.1:PORT}. */
    public String url() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /**
     * Stores {@code object} as if it had always been there, in no time however many there are. To be called before
     * anybody watches; its uid stays as it is.
     */
    public void preload(HasMetadata object) {
        String group = object.getApiVersion().contains("/") ? "/apis/" : "/api/";
        dispatcher.preload(
                group + object.getApiVersion() + "/namespaces/"
                        + object.getMetadata().getNamespace() + "/" + object.getPlural() + "/"
                        + object.getMetadata().getName(),
                Revision.parse(Serialization.asJson(object)));
    }

    @Override
    public void close() {
        server.destroy();
    }

    /** Prints {@code listening URL} and serves. */
    public static void main(String[] arguments) throws InterruptedException {
        REQUEST_LINES.setLevel(Level.WARNING);
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        Duration longestToken = arguments.length < 2 ? DAY : Duration.ofSeconds(Long.parseLong(arguments[1]));
        try (EmbeddedApi api = new EmbeddedApi(port, longestToken)) {
            System.out.println("listening " + api.url());
            new CountDownLatch(1).await();
        }
    }
}
