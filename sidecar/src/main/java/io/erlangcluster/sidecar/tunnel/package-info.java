@NullMarked
package io.erlangcluster.sidecar.tunnel;

import org.jspecify.annotations.NullMarked;
