@NullMarked
package io.erlangcluster.sidecar.dist;

import org.jspecify.annotations.NullMarked;
