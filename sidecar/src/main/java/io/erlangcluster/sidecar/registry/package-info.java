@NullMarked
package io.erlangcluster.sidecar.registry;

import org.jspecify.annotations.NullMarked;
