/** What single operations cost: {@code bin/bench jmh}. */
@NullMarked
package io.erlangcluster.bench.micro;

import org.jspecify.annotations.NullMarked;
