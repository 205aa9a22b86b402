/** An API server in one process: kubernetes-server-mock, taught what the operator and the pod runner need. */
@NullMarked
package io.erlangcluster.e2e.api;

import org.jspecify.annotations.NullMarked;
