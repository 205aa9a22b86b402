/** Measures of EPMD's parts, which nobody outside its package sees. */
@NullMarked
package io.erlangcluster.sidecar.epmd;

import org.jspecify.annotations.NullMarked;
