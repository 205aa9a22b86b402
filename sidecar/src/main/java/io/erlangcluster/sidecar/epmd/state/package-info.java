/** Registrations that outlive the server: kept in a file, put back by the next one, and checked against their nodes. */
@NullMarked
package io.erlangcluster.sidecar.epmd.state;

import org.jspecify.annotations.NullMarked;
