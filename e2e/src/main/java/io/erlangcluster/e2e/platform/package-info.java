/** The whole system on one machine: API, operator and pods, started and torn down together. */
@NullMarked
package io.erlangcluster.e2e.platform;

import org.jspecify.annotations.NullMarked;
