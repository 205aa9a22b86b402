@NullMarked
package io.erlangcluster.operator;

import org.jspecify.annotations.NullMarked;
