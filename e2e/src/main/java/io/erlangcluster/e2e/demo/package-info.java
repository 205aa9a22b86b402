/** The demo: the main job shown step by step and checked by asking the real nodes. */
@NullMarked
package io.erlangcluster.e2e.demo;

import org.jspecify.annotations.NullMarked;
