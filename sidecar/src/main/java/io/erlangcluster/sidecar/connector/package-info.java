/** Keeps the mesh complete: every VM of this pod linked to every offered node of its cluster. */
@NullMarked
package io.erlangcluster.sidecar.connector;

import org.jspecify.annotations.NullMarked;
