/** Measures of the registry's parts, which nobody outside its package sees. */
@NullMarked
package io.erlangcluster.operator.registry;

import org.jspecify.annotations.NullMarked;
