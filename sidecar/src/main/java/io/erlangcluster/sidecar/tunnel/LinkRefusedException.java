package io.erlangcluster.sidecar.tunnel;

import java.io.IOException;

/** A link does not come about, for a reason that is known here. */
public final class LinkRefusedException extends IOException {

    private static final long serialVersionUID = 1;

    private final Answer answer;

    LinkRefusedException(Objection objection) {
        super(objection.detail());
        this.answer = objection.cause();
    }

    /** Why. */
    public Answer answer() {
        return answer;
    }
}
