/** The stand-alone command {@code epmd}: the server without Kubernetes, and its client. */
@NullMarked
package io.erlangcluster.sidecar.epmd.command;

import org.jspecify.annotations.NullMarked;
