package io.erlangcluster.sidecar.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.nio.charset.StandardCharsets;

/** Which page answers which request. */
final class Pages {

    private static final int MAX_PARAMETERS = 8;

    private final Readings readings;

    Pages(Readings readings) {
        this.readings = readings;
    }

    /** The answer to {@code request}; {@code local} if it comes from this pod. */
    Page answer(HttpRequest request, boolean local) {
        if (request.decoderResult().isFailure()) {
            return unreadable(request.decoderResult().cause());
        }
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            return Page.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "GET and HEAD only");
        }
        try {
            return page(new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8, true, MAX_PARAMETERS), local);
        } catch (IllegalArgumentException wrong) {
            return Page.text(HttpResponseStatus.BAD_REQUEST, String.valueOf(wrong.getMessage()));
        }
    }

    private Page page(QueryStringDecoder uri, boolean local) {
        return switch (uri.path()) {
            case "/healthz" -> Page.text(HttpResponseStatus.OK, "ok");
            case "/readyz" -> ready();
            case "/metrics" -> MetricsPage.of(readings);
            case "/nodes" ->
                local
                        ? NodesPage.of(readings.cluster(), uri.parameters())
                        : Page.text(HttpResponseStatus.FORBIDDEN, "look-ups are answered inside the pod only");
            default -> Page.text(HttpResponseStatus.NOT_FOUND, "there is /healthz, /readyz, /metrics and /nodes");
        };
    }

    /**
     * Whether the pod's VM can register and look up. The registry is told of and does not decide: an operator that is
     * away would make every pod whose sidecar restarts unready, and take a service down that works. Pods that must not
     * serve before they are in the mesh have the readiness gate.
     */
    private Page ready() {
        String registry = readings.registryAge()
                .map(age -> "registry: " + age.toSeconds() + " s old")
                .orElse("registry: none yet");
        String operator = readings.operatorConnected() ? "operator: connected" : "operator: away";
        boolean serving = readings.epmdServing();
        return Page.text(
                serving ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
                (serving ? "epmd: serving" : "epmd: not serving") + "\n" + registry + "\n" + operator);
    }

    private static Page unreadable(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                Page.text(HttpResponseStatus.REQUEST_URI_TOO_LONG, "the request line is too long");
            case TooLongHttpHeaderException _ ->
                Page.text(HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "the headers are too long");
            default -> Page.text(HttpResponseStatus.BAD_REQUEST, "this is not HTTP/1.1");
        };
    }
}
