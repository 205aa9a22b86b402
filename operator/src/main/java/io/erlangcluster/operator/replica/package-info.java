/** This process as one of several replicas: when it starts to work, and whether it leads. */
@NullMarked
package io.erlangcluster.operator.replica;

import org.jspecify.annotations.NullMarked;
