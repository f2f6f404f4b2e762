package org.turntable.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.turntable.ledger.LedgerStream.Backlog;

class EntryAgesTest {
    private static final Duration AGE = Duration.ofSeconds(3);

    private final EntryAges ages = new EntryAges(AGE);

    @Test
    void anEntryIsOldWhenItWasObservedThatLongAgo() {
        observe("100-0", "100-0", 0);
        assertNull(newest(2_999));
        assertEquals("100-0", newest(3_000));
        observe("100-0", "100-7", 3_000);
        assertEquals("100-0", newest(5_999), "the younger one is not");
        assertEquals("100-7", newest(6_000));
        assertEquals("100-7", newest(60_000), "it stays known");
    }

    @Test
    void theTimesInTheIdsDoNotMatter() {
        // Redis's clock was put back: the id goes on where it was, with a time in the future.
        observe("1790000000000-4", "1790000000000-4", 0);
        assertEquals("1790000000000-4", newest(3_000));
    }

    @Test
    void anEmptyStreamHasNoOldEntries() {
        assertNull(newest(0));
        observe("100-0", "100-0", 0);
        observe(null, null, 100);
        assertNull(newest(60_000));
        assertEquals(0, ages.oldestMs(nanos(60_000)));
    }

    @Test
    void aStreamThatBeganAgainIsObservedAnew() {
        observe("900-0", "900-0", 0);
        observe("899-5", "899-5", 2_000);
        assertNull(newest(4_999));
        assertEquals("899-5", newest(5_000));
    }

    @Test
    void idsAreComparedAsNumbers() {
        observe("99-9", "99-9", 0);
        observe("99-9", "99-10", 1_000);
        observe("99-9", "100-0", 2_000);
        assertEquals("99-9", newest(3_000));
        assertEquals("99-10", newest(4_000));
        assertEquals("100-0", newest(5_000));
    }

    @Test
    void aNodeThatNeverAsksKeepsOnlyWhatItWouldNeed() {
        for (int i = 0; i < 10_000; i++) {
            observe("1-0", (i + 1) + "-0", i * 250L);
            assertTrue(ages.kept() <= 13, () -> ages.kept() + " observations of 3 s, four a second");
        }
        assertEquals("9988-0", newest(9_999 * 250));
    }

    @Test
    void theAgeOfTheOldestEntryBeginsAgainWhenAnotherIsTheOldest() {
        observe("100-0", "101-0", 0);
        observe("100-0", "102-0", 2_000);
        assertEquals(2_500, ages.oldestMs(nanos(2_500)));
        observe("101-0", "102-0", 4_000);
        assertEquals(1_000, ages.oldestMs(nanos(5_000)));
    }

    private void observe(String oldest, String newest, long millis) {
        ages.observe(new Backlog(1, 0, 0, oldest, newest, 1), nanos(millis));
    }

    private String newest(long millis) {
        return ages.newestOld(nanos(millis));
    }

    /** A clock that begins shortly before it overflows. */
    private static long nanos(long millis) {
        return Long.MAX_VALUE - 1_000_000_000L + Duration.ofMillis(millis).toNanos();
    }
}
