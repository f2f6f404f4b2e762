package org.turntable.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.turntable.testing.stack.Await;

class PeriodicTaskTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(1);

    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void theFirstRunIsAtOnceAndTheNextAfterThePause() {
        try (PeriodicTask task = new PeriodicTask("test", "counting", ONE_DAY, begun::incrementAndGet)) {
            task.start();
            Await.until("the first run", LIMIT, () -> begun.get() == 1);
        }
        assertEquals(1, begun.get());
        try (PeriodicTask task = new PeriodicTask("test", "counting", SHORT, begun::incrementAndGet)) {
            task.start();
            Await.until("many runs", LIMIT, () -> begun.get() > 10);
        }
    }

    @Test
    void aTaskThatStartsWithAPauseDoesNothingBeforeItIsOver() {
        try (PeriodicTask task = new PeriodicTask("test", "counting", ONE_DAY, begun::incrementAndGet)) {
            task.startAfterPause();
        }
        assertEquals(0, begun.get());
        try (PeriodicTask task = new PeriodicTask("test", "counting", SHORT, begun::incrementAndGet)) {
            task.startAfterPause();
            Await.until("a run", LIMIT, () -> begun.get() > 0);
        }
    }

    @Test
    void aWakeUpEndsThePause() {
        try (PeriodicTask task = new PeriodicTask("test", "counting", ONE_DAY, begun::incrementAndGet)) {
            task.startAfterPause();
            task.wakeUp();
            Await.until("the run after the wake-up", LIMIT, () -> begun.get() == 1);
            task.wakeUp();
            Await.until("the next one", LIMIT, () -> begun.get() == 2);
        }
    }

    @Test
    void aWakeUpDuringARunCausesOneMoreRun() {
        try (PeriodicTask task = new PeriodicTask("test", "hanging", ONE_DAY, this::hang)) {
            task.start();
            Await.until("a run has begun", LIMIT, () -> begun.get() == 1);
            task.wakeUp();
            task.wakeUp();
            released.countDown();
            Await.until("one more run", LIMIT, () -> completed.get() == 2);
        }
        assertEquals(2, begun.get(), "two wake-ups during one run are one further run");
    }

    @Test
    void thePauseIsAskedAfterEachRun() {
        try (PeriodicTask task =
                new PeriodicTask("test", "counting", () -> begun.get() < 3 ? SHORT : ONE_DAY, begun::incrementAndGet)) {
            task.start();
            Await.until("three runs", LIMIT, () -> begun.get() == 3);
        }
        assertEquals(3, begun.get());
    }

    @Test
    void anUnexpectedExceptionIsLoggedAndTheNextRunFollows() {
        Logger logger = (Logger) LoggerFactory.getLogger(PeriodicTask.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        try (PeriodicTask task = new PeriodicTask("test", "the test", SHORT, () -> {
            if (begun.incrementAndGet() == 1) {
                throw new IllegalStateException("an error in one run");
            }
        })) {
            task.start();
            Await.until("runs after it", LIMIT, () -> begun.get() > 3);
        } finally {
            logger.detachAppender(log);
        }
        assertEquals(1, log.list.size());
        assertEquals("the test: unexpected exception", log.list.get(0).getFormattedMessage());
        assertEquals("an error in one run", log.list.get(0).getThrowableProxy().getMessage());
    }

    @Test
    void closingWaitsForTheCurrentRunAndAllowsNoOther() {
        PeriodicTask task = new PeriodicTask("test", "hanging", SHORT, this::hang);
        task.start();
        Await.until("a run has begun", LIMIT, () -> begun.get() == 1);
        assertFalse(task.isStopped());
        Thread closing = new Thread(() -> task.close(LIMIT));
        closing.start();
        Await.until("the task is stopped", LIMIT, task::isStopped);
        assertTrue(closing.isAlive(), "it waits for the run");
        released.countDown();
        Await.until("it is closed", LIMIT, () -> !closing.isAlive());
        assertEquals(1, completed.get(), "the run was not interrupted");
        assertEquals(1, begun.get(), "no other run followed");
    }

    @Test
    void closingInterruptsARunThatTakesTooLong() {
        PeriodicTask task = new PeriodicTask("test", "hanging", SHORT, this::hang);
        task.start();
        Await.until("a run has begun", LIMIT, () -> begun.get() == 1);
        task.close(Duration.ofMillis(20));
        Await.until("the run has ended", LIMIT, () -> ended.get() == 1);
        assertEquals(0, completed.get(), "it was interrupted");
    }

    @Test
    void theWorkMayStopItsOwnTaskAndWhatItUsedIsReleasedOnItsThread() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        AtomicReference<Thread> releaser = new AtomicReference<>();
        AtomicReference<PeriodicTask> self = new AtomicReference<>();
        PeriodicTask task = new PeriodicTask("test", "stopping", SHORT, () -> {
            worker.set(Thread.currentThread());
            if (begun.incrementAndGet() == 3) {
                self.get().stop();
            }
        });
        self.set(task.atEnd(() -> releaser.set(Thread.currentThread())));
        task.start();
        Await.until("it has ended", LIMIT, () -> releaser.get() != null);
        assertEquals(3, begun.get());
        assertSame(worker.get(), releaser.get());
    }

    @Test
    void aTaskThatWasNeverStartedIsClosedAtOnce() {
        PeriodicTask task = new PeriodicTask("test", "counting", SHORT, begun::incrementAndGet);
        task.close();
        assertEquals(0, begun.get());
    }

    /** Waits until it is released or interrupted. */
    private void hang() {
        begun.incrementAndGet();
        try {
            assertTrue(released.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            completed.incrementAndGet();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended.incrementAndGet();
        }
    }
}
