package io.erlangcluster.operator.control;

/**
 * Why a stream is closed.
 *
 * @param code of RFC 6455 section 7.4.1
 * @param message what the sidecar logs
 */
record CloseReason(short code, String message) {

    static final CloseReason MALFORMED = new CloseReason(1003, "not a ToOperator message");
    static final CloseReason NO_HELLO = new CloseReason(1008, "no Hello in time");
    static final CloseReason HELLO_FIRST = new CloseReason(1008, "the first message must be Hello");
    static final CloseReason HELLO_AGAIN = new CloseReason(1008, "a stream has one Hello");
    static final CloseReason TOO_FAST = new CloseReason(1008, "too many messages");
    static final CloseReason REPLACED = new CloseReason(1008, "the pod opened another stream");
    static final CloseReason GONE = new CloseReason(1008, "the pod exists no more");
    static final CloseReason TOO_LARGE = new CloseReason(1009, "the message is too large");
    static final CloseReason REFUSED = new CloseReason(1008, "refused");
    static final CloseReason FAILED = new CloseReason(1011, "the operator failed, see its log");
    static final CloseReason TRY_LATER = new CloseReason(1013, "the API server cannot be asked, try again");
    static final CloseReason TOO_SLOW = new CloseReason(1013, "reads too slowly, start anew");

    private CloseReason(int code, String message) {
        this((short) code, message);
    }
}
