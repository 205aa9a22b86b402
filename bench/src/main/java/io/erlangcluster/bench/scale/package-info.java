/** Many sidecars, of which only the streams are real, at one real operator. */
@NullMarked
package io.erlangcluster.bench.scale;

import org.jspecify.annotations.NullMarked;
