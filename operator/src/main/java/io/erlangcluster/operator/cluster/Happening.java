package io.erlangcluster.operator.cluster;

/**
 * Something worth an Event.
 *
 * @param warning true if somebody may have to do something
 * @param reason one word, CamelCase, never changed once released: people filter by it
 * @param message what happened, with names
 */
record Happening(boolean warning, String reason, String message) {}
