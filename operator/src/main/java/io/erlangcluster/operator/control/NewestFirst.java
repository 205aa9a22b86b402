package io.erlangcluster.operator.control;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * What waits is done last come, first served. When more handshakes wait than can be done in time, the first of them
 * belong to clients that have given up: who served those first would serve nobody.
 */
final class NewestFirst extends LinkedBlockingDeque<Runnable> {

    private static final long serialVersionUID = 1L;

    private NewestFirst() {}

    static ExecutorService threads(int threads, ThreadFactory factory) {
        return new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new NewestFirst(), factory);
    }

    @Override
    public boolean offer(Runnable task) {
        return offerFirst(task);
    }
}
