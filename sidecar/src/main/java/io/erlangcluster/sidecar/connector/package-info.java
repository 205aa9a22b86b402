@NullMarked
package io.erlangcluster.sidecar.connector;

import org.jspecify.annotations.NullMarked;
