package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;

/** What every chapter has: the server under test, one for all its tests, and a word for where the two differ. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BothServers {

    private final String[] options;
    private boolean measured;

    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit does
    Implementation implementation;

    @SuppressWarnings("NullAway.Init") // start() does
    EpmdProcess epmd;

    /** The server gets {@code options}. */
    BothServers(String... options) {
        this.options = options;
    }

    @BeforeParameterizedClassInvocation
    final void start() throws Exception {
        epmd = EpmdProcess.start(implementation, options);
    }

    @AfterParameterizedClassInvocation
    final void stop() throws Exception {
        epmd.close();
    }

    /** What to expect of the server under test, where the two differ on purpose. */
    final <T> T either(T c, T ours) {
        assertThat(c).as("a difference").isNotEqualTo(ours);
        measured = true;
        return implementation == Implementation.C ? c : ours;
    }

    /** What to check of the server under test, where the two differ on purpose. */
    final void check(ThrowingCallable c, ThrowingCallable ours) throws Throwable {
        either(c, ours).call();
    }

    /** No difference goes undeclared, and none is only declared. */
    @AfterEach
    final void differsAsDeclared(TestInfo test) {
        boolean declared = test.getTestMethod().orElseThrow().isAnnotationPresent(Different.class);
        assertThat(measured).as("expects different things of the two").isEqualTo(declared);
        measured = false;
    }

    /** The next test must not find what this one left. */
    @AfterEach
    final void everybodyIsGone() {
        if (options.length == 0) {
            epmd.awaitNoNames();
        }
    }
}
