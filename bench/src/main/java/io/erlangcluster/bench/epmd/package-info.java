/** {@code bin/bench epmd}: ours and the C epmd in alternation; {@code bin/bench soak}: whether ours grows. */
@NullMarked
package io.erlangcluster.bench.epmd;

import org.jspecify.annotations.NullMarked;
