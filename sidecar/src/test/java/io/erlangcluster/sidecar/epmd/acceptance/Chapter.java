package io.erlangcluster.sidecar.epmd.acceptance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A class of tests that runs against each server, and is a chapter of docs/epmd-compatibility.md. */
@ParameterizedClass(name = "{0}")
@EnumSource(Implementation.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface Chapter {

    /** Its place in the document. */
    int number();

    /** Its heading. */
    String title();
}
