package io.erlangcluster.operator;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.Supplier;

/** What decoding may allocate: in proportion to the bytes received, whatever counts they claim. */
public final class AllocationBound {

    private static final long FIXED = 256 * 1024;
    private static final long PER_BYTE = 512;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationBound() {}

    /** What {@code decode} returns for an input of {@code length} bytes. */
    public static <T> T of(int length, Supplier<T> decode) {
        long bound = FIXED + PER_BYTE * length;
        long before = THREADS.getCurrentThreadAllocatedBytes();
        T decoded = decode.get();
        if (THREADS.getCurrentThreadAllocatedBytes() - before <= bound) {
            return decoded;
        }
        // The first time may have loaded classes.
        before = THREADS.getCurrentThreadAllocatedBytes();
        T again = decode.get();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (allocated > bound) {
            throw new AssertionError(length + " bytes of input made it allocate " + allocated);
        }
        return again;
    }
}
