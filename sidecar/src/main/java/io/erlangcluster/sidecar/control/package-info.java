@NullMarked
package io.erlangcluster.sidecar.control;

import org.jspecify.annotations.NullMarked;
