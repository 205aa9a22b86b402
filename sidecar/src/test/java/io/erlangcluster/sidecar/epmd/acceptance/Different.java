package io.erlangcluster.sidecar.epmd.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/** A test of a case in which the servers differ on purpose; it expects each one's behaviour ({@link BothServers}). */
@Test
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Different {

    /** What the C epmd does. */
    String c();

    /** What bin/epmd does. */
    String ours();

    /** Why that is better. */
    String because();
}
