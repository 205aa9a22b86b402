@NullMarked
package io.erlangcluster.e2e.kube;

import org.jspecify.annotations.NullMarked;
