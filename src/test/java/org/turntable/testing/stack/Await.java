package org.turntable.testing.stack;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Waits for a condition instead of for a guessed time, so that a test is as quick as the machine and does not fail on a
 * slow one: a long limit costs nothing when the condition holds early. Awaitility with the settings that all tests
 * share.
 */
public final class Await {
    private static final Duration POLL = Duration.ofMillis(15);

    private Await() {}

    /**
     * Polls until the condition holds, in the caller's thread.
     *
     * @param what what is awaited, for the message, such as "the replica has caught up"
     * @param limit how long to wait at most
     * @param condition may throw an exception while what it needs is not there yet; the last one becomes the cause. An
     *     error, such as a failed assertion, ends the wait at once.
     * @throws AssertionError when the limit has passed
     */
    public static void until(String what, Duration limit, Callable<Boolean> condition) {
        Poll poll = new Poll(condition);
        try {
            // An uncaught exception in a thread of another test must not end this wait.
            Awaitility.await()
                    .dontCatchUncaughtExceptions()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .timeout(limit)
                    .until(poll);
        } catch (ConditionTimeoutException late) {
            // Awaitility ignores a success at the very end of the limit.
            if (!poll.held) {
                throw new AssertionError(
                        "Waited " + limit.toMillis() + " ms in vain until " + what
                                + (poll.last == null ? "" : "; the last error was: " + poll.last),
                        poll.last);
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new IllegalStateException("Interrupted while waiting until " + what);
        }
    }

    private static final class Poll implements Callable<Boolean> {
        private final Callable<Boolean> condition;
        private boolean held;
        private Exception last;

        Poll(Callable<Boolean> condition) {
            this.condition = condition;
        }

        @Override
        public Boolean call() {
            try {
                held = condition.call();
                last = null;
            } catch (Exception notYet) {
                held = false;
                last = notYet;
            }
            return held;
        }
    }
}
