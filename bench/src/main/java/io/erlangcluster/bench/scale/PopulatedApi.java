package io.erlangcluster.bench.scale;

import io.erlangcluster.e2e.api.EmbeddedApi;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;

/** {@code PopulatedApi SIDECARS}: the API server with all objects of a {@link Population}, in a process of its own. */
final class PopulatedApi {

    /** Held here because the log manager would forget the level otherwise. */
    private static final Logger REQUEST_LINES = Logger.getLogger("io.fabric8.mockwebserver.MockWebServer");

    private PopulatedApi() {}

    public static void main(String[] arguments) throws InterruptedException {
        REQUEST_LINES.setLevel(Level.WARNING);
        Population population = new Population(Integer.parseInt(arguments[0]));
        try (EmbeddedApi api = new EmbeddedApi(0)) {
            for (int cluster = 0; cluster < population.clusters(); cluster++) {
                api.preload(population.cluster(cluster));
            }
            for (int sidecar = 0; sidecar < population.sidecars(); sidecar++) {
                api.preload(population.pod(sidecar));
                api.preload(population.node(sidecar));
            }
            System.out.println("listening " + api.url());
            new CountDownLatch(1).await();
        }
    }
}
