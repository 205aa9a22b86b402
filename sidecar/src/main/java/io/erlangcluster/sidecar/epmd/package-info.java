@NullMarked
package io.erlangcluster.sidecar.epmd;

import org.jspecify.annotations.NullMarked;
