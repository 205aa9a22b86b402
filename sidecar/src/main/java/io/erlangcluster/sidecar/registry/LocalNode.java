package io.erlangcluster.sidecar.registry;

/**
 * A VM of this pod: registered with the pod's EPMD and asked for its full name by half a handshake.
 *
 * @param name full name as the VM itself tells it
 * @param port where it listens for the distribution, on a loopback or pod address
 * @param creation as it told in its handshake (unsigned 32 bit)
 */
public record LocalNode(NodeName name, int port, long creation) {}
