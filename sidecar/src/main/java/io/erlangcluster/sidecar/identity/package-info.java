/** Who this pod is: a key made here, a certificate from the operator, and whom to trust. Knows no other package. */
@NullMarked
package io.erlangcluster.sidecar.identity;

import org.jspecify.annotations.NullMarked;
