@NullMarked
package io.erlangcluster.operator.identity;

import org.jspecify.annotations.NullMarked;
