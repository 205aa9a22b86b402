package io.erlangcluster.e2e.system;

import io.erlangcluster.e2e.platform.Platform;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Asks the operator about pods as the API server does, which the embedded one leaves out. */
record Reviews(URI operator) {

    private static final Pattern LISTENING = Pattern.compile("(?m)Listening on: .*(https://\\S+)");

    /** The address of the last operator that was started, from its log. */
    static Reviews of(Platform platform) throws Exception {
        String log = Files.readString(platform.logs().resolve("operator.log"));
        return new Reviews(LISTENING
                .matcher(log)
                .results()
                .reduce((earlier, later) -> later)
                .map((MatchResult found) -> URI.create(found.group(1)))
                .orElseThrow(() -> new IllegalStateException("the operator serves no HTTPS: " + platform.logs())));
    }

    /** The answer about the creation of {@code pod}, which an entry for {@code cluster} sends to the operator. */
    AdmissionReview review(Pod pod, String cluster) throws Exception {
        AdmissionReview review = new AdmissionReviewBuilder()
                .withNewRequest()
                .withUid("review")
                .withOperation("CREATE")
                .withNamespace(pod.getMetadata().getNamespace())
                .withNewKind("", "Pod", "v1")
                .withObject(pod)
                .endRequest()
                .build();
        URI uri = operator.resolve("/admission/v1/" + pod.getMetadata().getNamespace() + "/" + cluster);
        SSLContext tls = SSLContext.getInstance("TLS");
        // Who answers is tested elsewhere; its certificate is for the names of a Service.
        tls.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).build()) {
            String answer = client.send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofString(Serialization.asJson(review)))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return Serialization.unmarshal(answer, AdmissionReview.class);
        }
    }
}
