/** The cluster's nodes as the sidecars are told: versioned, immutable, pushed when they change. */
@NullMarked
package io.erlangcluster.operator.registry;

import org.jspecify.annotations.NullMarked;
