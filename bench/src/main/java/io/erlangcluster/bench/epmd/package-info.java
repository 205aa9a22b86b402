/** {@code bin/bench epmd}: ours and the C epmd in alternation. */
@NullMarked
package io.erlangcluster.bench.epmd;

import org.jspecify.annotations.NullMarked;
