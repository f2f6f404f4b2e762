package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final Limits LIMITS = new Limits(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));
    private long nanos;
    private final Watch watch = new Watch("a", "a", () -> nanos);

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static View view(String signs, int waiting, long acknowledged, int clients) {
        return new View(false, true, clients, waiting, acknowledged, "0-1-1", "", new Mark(1, true),
                Optional.of(new View.Replication("b", true, true, "0-1-1", signs, Duration.ofMillis(500), "")), false, false, "");
    }

    @Test
    void aServerThatRefusesThreeTimesIsGone() {
        watch.saw(view("1", 0, 0, 1), nanos);
        for (int i = 0; i < 3; i++) {
            assertFalse(watch.sight().isDead(LIMITS));
            pass(200);
            watch.missed(true, "refused", nanos);
        }
        assertTrue(watch.sight().isGone());
    }

    @Test
    void aServerThatIsSilentIsDeadOnlyAfterTheSilence() {
        watch.saw(view("1", 0, 0, 1), nanos);
        for (int i = 0; i < 3; i++) {
            pass(600);
            watch.missed(false, "timed out", nanos);
        }
        assertFalse(watch.sight().isDead(LIMITS));
        pass(200);
        assertTrue(watch.sight().isDead(LIMITS));
    }

    @Test
    void anErrorIsAnAnswer() {
        for (int i = 0; i < 20; i++) {
            pass(200);
            watch.heard("too many connections");
        }
        assertFalse(watch.sight().isDead(LIMITS));
        assertFalse(watch.sight().answers(LIMITS), "but it shows nothing");
    }

    @Test
    void whoeverWasStoppedHimselfForgetsWhatHeMissed() {
        watch.saw(view("1", 0, 0, 1), nanos);
        long asked = nanos;
        pass(30_000);
        watch.forget();
        watch.missed(false, "timed out", asked);
        assertEquals(0, watch.sight().failures());
        assertEquals(Duration.ZERO, watch.sight().age());
    }

    @Test
    void theTimeWithoutASignOfTheSourceIsCounted() {
        watch.saw(view("1", 0, 0, 1), nanos);
        pass(1_500);
        watch.saw(view("1", 0, 0, 1), nanos);
        assertEquals(Duration.ofMillis(1_500), watch.sight().still());
        watch.saw(view("2", 0, 0, 1), nanos);
        assertEquals(Duration.ZERO, watch.sight().still());
    }

    @Test
    void theTimeForWhichCommitsWaitIsCountedFromTheLastAcknowledgement() {
        watch.saw(view("1", 3, 70, 1), nanos);
        pass(1_000);
        watch.saw(view("1", 3, 71, 1), nanos);
        pass(1_000);
        watch.saw(view("1", 3, 71, 1), nanos);
        assertEquals(Duration.ofMillis(1_000), watch.sight().unheard());
        watch.saw(view("1", 0, 71, 1), nanos);
        assertEquals(Duration.ZERO, watch.sight().unheard());
    }
}
