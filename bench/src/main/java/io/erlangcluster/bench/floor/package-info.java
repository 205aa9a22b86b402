/** The least that Java, and Netty, take for the same job: what bounds where a goal is missed. */
@NullMarked
package io.erlangcluster.bench.floor;

import org.jspecify.annotations.NullMarked;
