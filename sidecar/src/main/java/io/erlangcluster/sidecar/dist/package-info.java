/**
 * The Erlang distribution as a client: half a handshake to learn a node's name, the whole of it as a hidden node, and
 * the small part of the external term format that rpc needs. Knows nothing of clusters. Everything runs on one event
 * loop.
 */
@NullMarked
package io.erlangcluster.sidecar.dist;

import org.jspecify.annotations.NullMarked;
