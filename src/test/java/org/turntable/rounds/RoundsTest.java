package org.turntable.rounds;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.turntable.stack.Await;

class RoundsTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration NEVER_OVER = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger done = new AtomicInteger();
    private final CountDownLatch hanging = new CountDownLatch(1);

    @Test
    void theFirstRoundIsAtOnceAndTheNextAfterThePause() {
        try (Rounds rounds = new Rounds("test", "counting", NEVER_OVER, done::incrementAndGet)) {
            rounds.start();
            Await.until("the first round", LIMIT, () -> done.get() == 1);
        }
        assertEquals(1, done.get());
        try (Rounds rounds = new Rounds("test", "counting", SHORT, done::incrementAndGet)) {
            rounds.start();
            Await.until("many rounds", LIMIT, () -> done.get() > 10);
        }
    }

    @Test
    void wherePausedFirstNothingIsDoneBefore() {
        try (Rounds rounds = new Rounds("test", "counting", NEVER_OVER, done::incrementAndGet)) {
            rounds.startAfterPause();
        }
        assertEquals(0, done.get());
        try (Rounds rounds = new Rounds("test", "counting", SHORT, done::incrementAndGet)) {
            rounds.startAfterPause();
            Await.until("a round", LIMIT, () -> done.get() > 0);
        }
    }

    @Test
    void whatARoundDidNotExpectIsLoggedAndTheNextRoundComesAllTheSame() {
        Logger logger = (Logger) LoggerFactory.getLogger(Rounds.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (Rounds rounds = new Rounds("test", "the test", SHORT, () -> {
            if (done.incrementAndGet() == 1) {
                throw new IllegalStateException("one round's trouble");
            }
        })) {
            rounds.start();
            Await.until("rounds after it", LIMIT, () -> done.get() > 3);
        } finally {
            logger.detachAppender(log);
        }
        assertEquals(1, log.list.size());
        assertEquals("the test met something unexpected", log.list.get(0).getFormattedMessage());
        assertEquals("one round's trouble", log.list.get(0).getThrowableProxy().getMessage());
    }

    @Test
    void closingLetsTheRoundThatIsUnderWayFinishAndNoOtherBegin() {
        Rounds rounds = new Rounds("test", "hanging", SHORT, this::hang);
        rounds.start();
        Await.until("a round is under way", LIMIT, () -> done.get() == 1);
        assertFalse(rounds.isClosing());
        Thread closing = new Thread(() -> rounds.close(LIMIT));
        closing.start();
        Await.until("the round hears of it", LIMIT, rounds::isClosing);
        assertTrue(closing.isAlive(), "it waits for the round");
        hanging.countDown();
        Await.until("it is closed", LIMIT, () -> !closing.isAlive());
        assertEquals(2, done.get(), "the round went to its end, without an interrupt, and none came after it");
    }

    @Test
    void aRoundThatHangsHoldsNobodyUpForEver() {
        Rounds rounds = new Rounds("test", "hanging", SHORT, this::hang);
        rounds.start();
        Await.until("a round is under way", LIMIT, () -> done.get() == 1);
        rounds.close(Duration.ofMillis(20));
        assertEquals(1, done.get());
        hanging.countDown();
    }

    /** Counts where it begins and, unless it was interrupted, where it ends. */
    private void hang() {
        done.incrementAndGet();
        try {
            assertTrue(hanging.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            done.incrementAndGet();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
