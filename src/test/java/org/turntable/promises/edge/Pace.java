package org.turntable.promises.edge;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Begins work at a steady pace, whatever the work before it takes, each piece on a thread of its own. */
final class Pace implements AutoCloseable {
    private static final int LIMIT_SECONDS = 60;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final AtomicInteger begun = new AtomicInteger();

    /** A piece of the work. */
    interface Work {
        /**
         * @param number 0 or more, counted up
         * @param since when it was to begin, as {@link System#nanoTime()}
         */
        void run(int number, long since);
    }

    /** @param lead before the first piece */
    Pace(Duration lead, Duration pause, Work work) {
        clock.scheduleAtFixedRate(
                () -> {
                    int number = begun.getAndIncrement();
                    long since = System.nanoTime();
                    workers.execute(() -> work.run(number, since));
                },
                lead.toNanos(),
                pause.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** Begins nothing more, and waits for what has begun. */
    @Override
    public void close() {
        clock.shutdownNow();
        workers.shutdown();
        try {
            if (!clock.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)
                    || !workers.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("requests are open after " + LIMIT_SECONDS + " s");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
