/** Which system calls sockets are made of. */
@NullMarked
package io.erlangcluster.sidecar.transport;

import org.jspecify.annotations.NullMarked;
