/** Turns a pod into a node of its cluster: pure functions from Pod to Pod. */
@NullMarked
package io.erlangcluster.operator.injection;

import org.jspecify.annotations.NullMarked;
