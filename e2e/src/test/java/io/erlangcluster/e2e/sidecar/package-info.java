/** Stand-ins for a pod's sidecar: its credentials, its stream to the operator, its certificates, good ones and bad. */
@NullMarked
package io.erlangcluster.e2e.sidecar;

import org.jspecify.annotations.NullMarked;
