/** Names and life of an ErlangNode: observed from pods and streams, decided by pure functions, written to the API. */
@NullMarked
package io.erlangcluster.operator.node;

import org.jspecify.annotations.NullMarked;
