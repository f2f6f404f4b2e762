package org.turntable.rounds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A background thread that does the same work again and again, with a pause between. What a round did not expect ends that round alone. */
public final class Rounds implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String what;
    private final Duration pause;
    private final Runnable round;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private boolean pauseFirst;

    /**
     * Nothing goes before {@link #start()}.
     *
     * @param thread the thread's name
     * @param what   what is done, as the log is to call it: "reading the prizes"
     * @param pause  from the end of a round to the next
     */
    public Rounds(String thread, String what, Duration pause, Runnable round) {
        this.what = what;
        this.pause = pause;
        this.round = round;
        this.thread = new Thread(this::run, thread);
        this.thread.setDaemon(true);
    }

    /** Begins; the first round is at once. */
    public void start() {
        thread.start();
    }

    /** Begins; the first round is after a pause. */
    public void startAfterPause() {
        pauseFirst = true;
        thread.start();
    }

    private void run() {
        try {
            if (!pauseFirst) {
                once();
            }
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                once();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            round.run();
        } catch (RuntimeException unexpected) {
            LOG.error("{} met something unexpected", what, unexpected);
        }
    }

    /** For long rounds: whether they are to end. */
    public boolean isClosing() {
        return closing.getCount() == 0;
    }

    /** Ends after the round that is under way, and waits 5 s at most for it. */
    @Override
    public void close() {
        close(PATIENCE);
    }

    /** The same with another patience. */
    public void close(Duration patience) {
        closing.countDown();
        try {
            thread.join(patience.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
