/** The control stream's server side: one session per sidecar. */
@NullMarked
package io.erlangcluster.operator.control;

import org.jspecify.annotations.NullMarked;
