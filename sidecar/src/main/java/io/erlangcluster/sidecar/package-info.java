@NullMarked
package io.erlangcluster.sidecar;

import org.jspecify.annotations.NullMarked;
