/** The reconciler of ErlangCluster: members, cookie, status. */
@NullMarked
package io.erlangcluster.operator.cluster;

import org.jspecify.annotations.NullMarked;
