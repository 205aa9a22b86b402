package io.erlangcluster.operator;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/**
 * How long a client of both HTTP ports may go without an answer: as long as a connection may say nothing. That time
 * alone ends headers that have no end, because only what is understood counts; but every byte of a body begins it anew,
 * and a request has no answer until it is whole.
 */
@Singleton
class HttpPatience implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        bound(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        bound(options);
    }

    private static void bound(HttpServerOptions options) {
        options.setWriteIdleTimeout(options.getIdleTimeout());
    }
}
