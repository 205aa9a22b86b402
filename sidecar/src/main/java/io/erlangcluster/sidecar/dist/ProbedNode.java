package io.erlangcluster.sidecar.dist;

/**
 * What a node tells anybody who starts a handshake.
 *
 * @param name full name
 * @param flags its distribution flags
 * @param creation unsigned 32 bit
 */
public record ProbedNode(String name, long flags, long creation) {}
