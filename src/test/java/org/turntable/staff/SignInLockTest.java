package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInLockTest {
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");

    @Test
    void fiveAttemptsAreFree() {
        SignInLock lock = SignInLock.OPEN;
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertFalse(lock.isLocked(NOW), "attempt " + attempt);
            lock = lock.attempted(NOW);
        }
        assertTrue(lock.isLocked(NOW));
    }

    @Test
    void eachFurtherOneWaitsTwiceAsLongAQuarterOfAnHourAtMost() {
        SignInLock lock = new SignInLock(5, NOW);
        assertEquals(NOW.plusSeconds(60), lock.opensAt());
        assertFalse(lock.isLocked(NOW.plusSeconds(60)));
        assertEquals(NOW.plusSeconds(120), lock.attempted(NOW).opensAt());
        assertEquals(NOW.plusSeconds(240), new SignInLock(7, NOW).opensAt());
        assertEquals(NOW.plus(Duration.ofMinutes(15)), new SignInLock(9, NOW).opensAt());
        assertEquals(NOW.plus(Duration.ofMinutes(15)), new SignInLock(Integer.MAX_VALUE, NOW).opensAt());
    }

    @Test
    void attemptsOlderThanADayAreForgotten() {
        SignInLock old = new SignInLock(9, NOW);
        assertEquals(10, old.attempted(NOW.plus(Duration.ofHours(24))).failures());
        assertEquals(
                1, old.attempted(NOW.plus(Duration.ofHours(24)).plusMillis(1)).failures());
    }

    @Test
    void invalidValuesAreRejected() {
        assertThrows(IllegalArgumentException.class, () -> new SignInLock(-1, NOW));
        assertThrows(IllegalArgumentException.class, () -> new SignInLock(1, null));
    }
}
