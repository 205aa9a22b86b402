/** Runs Pod objects as pods really are: network namespaces on one bridge, real processes. */
@NullMarked
package io.erlangcluster.e2e.pod;

import org.jspecify.annotations.NullMarked;
