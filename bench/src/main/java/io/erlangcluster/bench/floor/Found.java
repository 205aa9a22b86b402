package io.erlangcluster.bench.floor;

/** PORT2_RESP of a node that is there (erl_dist_protocol). */
final class Found {

    private static final byte[] ANSWER = {
        119, 0, 0x12, 0x67, 77, 0, 0, 6, 0, 5, 0, 6, 'n', 'o', 'd', 'e', '-', '1', 0, 0
    };

    private Found() {}

    static byte[] answer() {
        return ANSWER.clone();
    }
}
