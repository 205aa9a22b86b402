package io.erlangcluster.sidecar.epmd.extension;

/**
 * A point in the history of a server's nodes.
 *
 * @param epoch the run of the server that counts; a restarted one counts anew
 * @param version grows with every change within one epoch
 */
public record Position(long epoch, long version) {}
