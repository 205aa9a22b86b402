/** The chart as Kubernetes gets it, and the rights it grants. */
@NullMarked
package io.erlangcluster.chart;

import org.jspecify.annotations.NullMarked;
