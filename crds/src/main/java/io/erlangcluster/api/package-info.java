@NullMarked
package io.erlangcluster.api;

import org.jspecify.annotations.NullMarked;
