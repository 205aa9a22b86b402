package io.erlangcluster.sidecar.tunnel;

/**
 * What speaks against a link.
 *
 * @param detail which one and what is wrong, in a few words
 */
public record Objection(Answer cause, String detail) {}
