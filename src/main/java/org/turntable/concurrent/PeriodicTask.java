package org.turntable.concurrent;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A daemon thread that runs the same work again and again, with a pause after each run. An unexpected exception ends
 * that run only; it is logged, and the next run follows. For work that waits for items of a queue use a thread of its
 * own: there the pause would be latency.
 */
public final class PeriodicTask implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PeriodicTask.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final String description;
    private final Supplier<Duration> pause;
    private final Runnable work;
    private final Thread thread;
    /** At most one permit: wake-ups during one run are one further run. */
    private final Semaphore wakeUp = new Semaphore(0);

    private volatile boolean stopped;
    private boolean pauseFirst;
    private Runnable atEnd = () -> {};

    /**
     * Does not run before {@link #start()}.
     *
     * @param name the thread's name
     * @param description what the work does, as log messages name it: "reading the prizes"
     * @param pause from the end of a run to the begin of the next
     */
    public PeriodicTask(String name, String description, Duration pause, Runnable work) {
        this(name, description, () -> pause, work);
    }

    /**
     * The same with a pause that depends on the outcome.
     *
     * @param pause is asked after each run, on the task's thread
     */
    public PeriodicTask(String name, String description, Supplier<Duration> pause, Runnable work) {
        this.description = description;
        this.pause = pause;
        this.work = work;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /** Sets what the task's thread runs once after the last run, to release what only this thread uses. */
    public PeriodicTask atEnd(Runnable release) {
        this.atEnd = release;
        return this;
    }

    /** Starts the thread; the first run is at once. */
    public void start() {
        thread.start();
    }

    /** Starts the thread; the first run is after a pause. */
    public void startAfterPause() {
        pauseFirst = true;
        thread.start();
    }

    /** Ends the current pause: the next run begins at once, or as soon as the current run has ended. */
    public void wakeUp() {
        if (wakeUp.availablePermits() == 0) {
            wakeUp.release();
        }
    }

    private void run() {
        try {
            if (pauseFirst) {
                pause();
            }
            while (!stopped) {
                guarded(work);
                pause();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            guarded(atEnd);
        }
    }

    private void pause() throws InterruptedException {
        if (!stopped) {
            wakeUp.tryAcquire(pause.get().toNanos(), TimeUnit.NANOSECONDS);
            wakeUp.drainPermits();
        }
    }

    private void guarded(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException unexpected) {
            LOG.error("{}: unexpected exception", description, unexpected);
        }
    }

    /** For long runs: whether they should end early. */
    public boolean isStopped() {
        return stopped;
    }

    /** Allows no further run and returns at once; the work may call it to end its own task. */
    public void stop() {
        stopped = true;
        wakeUp.release();
    }

    /** Stops the task and waits up to 5 s for the current run. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /**
     * Stops the task and waits for the current run; interrupts a run that takes longer. Returns also when that run
     * ignores the interrupt. A task that was never started is closed at once.
     *
     * @param timeout how long to wait, at most; zero interrupts at once
     */
    public void close(Duration timeout) {
        stop();
        try {
            TimeUnit.NANOSECONDS.timedJoin(thread, timeout.toNanos());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
