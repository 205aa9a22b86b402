package io.erlangcluster.sidecar.admin;

import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * An answer.
 *
 * @param type its Content-Type
 * @param body a few KB; the longest is a page of nodes
 */
record Page(HttpResponseStatus status, String type, String body) {

    private static final String TEXT = "text/plain; charset=utf-8";

    static Page found(String type, String body) {
        return new Page(HttpResponseStatus.OK, type, body);
    }

    static Page text(HttpResponseStatus status, String line) {
        return new Page(status, TEXT, line + "\n");
    }
}
