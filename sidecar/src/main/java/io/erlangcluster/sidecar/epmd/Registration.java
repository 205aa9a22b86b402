package io.erlangcluster.sidecar.epmd;

/**
 * A node of this machine that registered; it lasts as long as the connection it came over.
 *
 * @param node what it registered
 * @param creation unsigned 32 bit, 4 or more; another one each time the same name comes back
 */
public record Registration(NodePort node, long creation) {

    /** The part of the node name before the {@code @}. */
    public String name() {
        return node.name();
    }

    /** TCP port of the node's distribution. */
    public int port() {
        return node.port();
    }
}
