package io.erlangcluster.sidecar.dist;

/** Why a node could not be reached or did not answer. {@link #message()} says what can be done about it. */
public sealed interface DistFailure {

    /** One line for logs and status. */
    String message();

    /** Nothing listens there, or the connection broke before the handshake began. */
    record Unreachable(String address, String cause) implements DistFailure {
        @Override
        public String message() {
            return "nothing answers at " + address + " (" + cause
                    + "): is the VM up, and does it listen on that address?";
        }
    }

    /** No answer within the time limit. */
    record Timeout(String what, long millis) implements DistFailure {
        @Override
        public String message() {
            return what + " took longer than " + millis + " ms: the VM may be frozen or overloaded";
        }
    }

    /** The node closed after our digest, or answered with a wrong one. */
    record CookieRejected(String node) implements DistFailure {
        @Override
        public String message() {
            return node
                    + " rejected the cookie: let the VM take it from NODE_COOKIE, and look for a second -setcookie, "
                    + "which makes Erlang ignore both";
        }
    }

    /** The node's {@code net_kernel:allow/1} list does not have us, or it lacks what we demand. */
    record NotAllowed(String node, String status) implements DistFailure {
        @Override
        public String message() {
            return node + " refused the connection with status " + status
                    + ": net_kernel:allow/1 in the application keeps us out, or its OTP release is older than 25";
        }
    }

    /** Another node than the wanted one listens there. */
    record NameMismatch(String wanted, String found) implements DistFailure {
        @Override
        public String message() {
            return "found " + found + " where " + wanted
                    + " should be: the VM was started under another name, see NODE_NAME";
        }
    }

    /** The node is busy with another handshake under our name; trying again helps. */
    record Busy(String node) implements DistFailure {
        @Override
        public String message() {
            return node + " is still busy with an earlier handshake of ours; it is tried again";
        }
    }

    /** What came is not the distribution protocol as we know it. */
    record ProtocolError(String address, String cause) implements DistFailure {
        @Override
        public String message() {
            return "what listens at " + address + " does not speak the Erlang distribution as expected (" + cause
                    + "): OTP 25 or later is needed, without -proto_dist inet_tls";
        }
    }

    /** The connection ended while somebody waited for an answer. */
    record Closed(String node) implements DistFailure {
        @Override
        public String message() {
            return "the connection to " + node + " ended: the VM stopped, or dropped us";
        }
    }

    /** More calls at once than a connection carries. */
    record TooManyCalls(String node, int limit) implements DistFailure {
        @Override
        public String message() {
            return limit + " calls to " + node + " wait for an answer already: the VM may be frozen or overloaded";
        }
    }

    /** The node ran the call and it failed there. */
    record CallFailed(String call, String reason) implements DistFailure {
        @Override
        public String message() {
            return call + " failed in the node: " + reason;
        }
    }

    /** This failure, to fail a future with. */
    default DistException exception() {
        return new DistException(this);
    }

    /** The failure inside {@code cause}, or an Unreachable that quotes it. */
    static DistFailure of(Throwable cause) {
        return cause instanceof DistException known ? known.failure() : new Unreachable("the node", cause.toString());
    }
}
