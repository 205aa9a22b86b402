/** Image tarballs from root filesystems, without a daemon. */
@NullMarked
package io.erlangcluster.images;

import org.jspecify.annotations.NullMarked;
