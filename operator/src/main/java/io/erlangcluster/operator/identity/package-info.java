/** Who is who: the operator's certificate authority and what it signs. */
@NullMarked
package io.erlangcluster.operator.identity;

import org.jspecify.annotations.NullMarked;
