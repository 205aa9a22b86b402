/** What {@code bin/bench} measures. Nothing here is part of the product. */
@NullMarked
package io.erlangcluster.bench;

import org.jspecify.annotations.NullMarked;
