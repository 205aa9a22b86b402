/** What measures whole pods: an API server, an operator, sidecars as in their image, real VMs; needs root. */
@NullMarked
package io.erlangcluster.bench.pod;

import org.jspecify.annotations.NullMarked;
