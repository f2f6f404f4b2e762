package org.turntable.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The comparison of clocks: what is measured, and what is said of it. */
class ClockOffsetTest {
    private static final Logger LOG = (Logger) LoggerFactory.getLogger("org.turntable.health");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private long millis = 1_000_000;
    private long nanos;
    private final ClockOffset redis = new ClockOffset("redis", () -> millis, () -> nanos);
    private final ClockOffset mariadb = new ClockOffset("mariadb", () -> millis, () -> nanos);
    private final DecidingTimes deciding = new DecidingTimes();
    private final NodeClocks clocks = new NodeClocks(redis, mariadb, deciding);

    @BeforeEach
    void listen() {
        // A command of turntable-ops that ran in this process before has raised the level.
        LOG.setLevel(Level.INFO);
        logged.start();
        LOG.addAppender(logged);
    }

    @AfterEach
    void end() {
        LOG.detachAppender(logged);
        LOG.setLevel(null);
    }

    /** Measures a server whose clock differs, by a call that takes a while; it reads its clock half way. */
    private void measure(ClockOffset offset, long serverAhead, long took) {
        offset.measure(() -> {
            long shown = millis + took / 2 + serverAhead;
            millis += took;
            nanos += TimeUnit.MILLISECONDS.toNanos(took);
            return shown;
        });
    }

    private List<String> messages() {
        return logged.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void theOffsetIsPositiveWhileTheNodeIsAheadAndHalfTheRoundTripIsSubtracted() {
        assertTrue(redis.seconds().isEmpty());
        measure(redis, -300, 200);
        assertEquals(0.3, redis.seconds().orElseThrow(), 1e-9);
        measure(redis, 250, 40);
        assertEquals(-0.25, redis.seconds().orElseThrow(), 1e-9);
        assertEquals("ok", clocks.word());
        assertEquals(new NodeStatus.Clocks(-0.25, null, 0), clocks.status());
    }

    @Test
    void aCallThatIsSlowOrFailsChangesNothing() {
        measure(redis, 20, 10);
        measure(redis, 90_000, 501);
        assertEquals(-0.02, redis.seconds().orElseThrow(), 1e-9);
        assertThrows(
                IllegalStateException.class,
                () -> redis.measure(() -> {
                    throw new IllegalStateException("no answer");
                }));
        assertEquals(-0.02, redis.seconds().orElseThrow(), 1e-9);
    }

    @Test
    void aDifferenceIsLoggedWhenItBeginsAndWhenItEnds() {
        measure(mariadb, 3_000, 0);
        measure(mariadb, 3_100, 0);
        measure(mariadb, 900, 0);
        assertEquals("this node's clock is 0.9 s behind that of mariadb", clocks.word());
        measure(mariadb, 10, 0);
        measure(mariadb, 900, 0);
        assertEquals("ok", clocks.word());
        assertEquals(
                List.of(
                        "WARN this node's clock is 3.0 s behind that of mariadb: run chronyc tracking on both machines"
                                + " to find the wrong one",
                        "INFO this node's clock and that of mariadb agree again"),
                messages());
    }

    @Test
    void aDecidingTimeThatStandsStillIsLoggedUntilRedisHasReachedIt() {
        deciding.set(Map.of("spring", 0.0, "autumn", 0.4));
        deciding.set(Map.of("spring", 90.0, "autumn", 0.0));
        assertEquals("redis is 90.0 s behind the deciding time of spring", clocks.word());
        assertEquals(90, clocks.status().redisBehind());
        deciding.set(Map.of("spring", 0.5, "autumn", 0.0));
        assertEquals("redis is 0.5 s behind the deciding time of spring", clocks.word());
        deciding.set(Map.of("spring", 0.0, "autumn", 0.0));
        assertEquals("ok", clocks.word());
        assertEquals(
                List.of(
                        "WARN the clock of the Redis for draws is 90.0 s behind the deciding time of campaign spring,"
                                + " which stands still until then: set that machine's clock right",
                        "INFO the clock of the Redis for draws has reached the deciding time of campaign spring"),
                messages());
    }
}
