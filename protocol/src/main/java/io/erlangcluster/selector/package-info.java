@NullMarked
package io.erlangcluster.selector;

import org.jspecify.annotations.NullMarked;
