@NullMarked
package io.erlangcluster.e2e;

import org.jspecify.annotations.NullMarked;
