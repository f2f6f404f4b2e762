package org.turntable.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.ReleaseLine.Point;

class ReleaseLineTest {
    private static final Instant START = Instant.parse("2026-10-01T02:00:00Z");
    private static final ReleaseLine LINE = new ReleaseLine(List.of(at(0, 0), at(1_000, 500_000), at(3_000, 750_000)));

    @Test
    void withoutPointsEverythingIsReleasedFromTheStart() {
        assertEquals(1_000, ReleaseLine.AT_ONCE.released(Instant.EPOCH, 1_000));
    }

    @Test
    void nothingIsReleasedBeforeTheFirstPointHoweverHighItBegins() {
        ReleaseLine line = new ReleaseLine(List.of(at(0, 300_000), at(1_000, 1_000_000)));
        assertEquals(0, line.released(START.minusMillis(1), 1_000));
        assertEquals(300, line.released(START, 1_000));
    }

    @Test
    void betweenTwoPointsTheLineIsStraightAndRoundedDown() {
        assertEquals(0, LINE.released(START, 1_000));
        assertEquals(0, LINE.released(START.plusMillis(1), 1_000));
        assertEquals(1, LINE.released(START.plusMillis(2), 1_000));
        assertEquals(250, LINE.released(START.plusMillis(500), 1_000));
        assertEquals(499, LINE.released(START.plusMillis(999), 1_000));
        assertEquals(500, LINE.released(START.plusMillis(1_000), 1_000));
        assertEquals(625, LINE.released(START.plusMillis(2_000), 1_000));
        assertEquals(749, LINE.released(START.plusMillis(2_999), 1_000));
    }

    @Test
    void afterTheLastPointItsShareStays() {
        assertEquals(750, LINE.released(START.plusMillis(3_000), 1_000));
        assertEquals(750, LINE.released(START.plusSeconds(1_000_000), 1_000));
        assertEquals(2, LINE.released(START.plusSeconds(1_000_000), 3));
    }

    @Test
    void aStockOfFourThousandMillionsDoesNotOverflow() {
        long stock = 4_294_967_295L;
        assertEquals(3_221_225_471L, LINE.released(START.plusSeconds(10), stock));
        assertEquals(1_073_741_823L, LINE.released(START.plusMillis(500), stock));
    }

    @Test
    void theLineReleasesWhatExactArithmeticDoes() {
        Random random = new Random(20_261_001);
        ReleaseLine line = new ReleaseLine(List.of(at(0, 0), at(7_000, 333_333), at(100_000, 1_000_000)));
        for (int i = 0; i < 10_000; i++) {
            int ms = random.nextInt(100_000);
            long stock = random.nextInt(100_000);
            long exact = ms < 7_000
                    ? exact(0, 333_333, ms, 7_000, stock)
                    : exact(333_333, 1_000_000, ms - 7_000, 93_000, stock);
            long released = line.released(START.plusMillis(ms), stock);
            assertEquals(exact, released, "at " + ms + " of " + stock);
        }
    }

    @Test
    void aLineThatFallsOrGoesBackInTimeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ReleaseLine(List.of(at(0, 500_000), at(1, 499_999))));
        assertThrows(IllegalArgumentException.class, () -> new ReleaseLine(List.of(at(1, 0), at(0, 1))));
        assertThrows(
                IllegalArgumentException.class,
                () -> new ReleaseLine(List.of(at(0, 0), at(0, 1))),
                "two shares at one instant");
        assertEquals(2, new ReleaseLine(List.of(at(0, 5), at(1, 5))).points().size(), "a flat part is a line too");
    }

    @Test
    void aShareIsNoneToAllOfTheStock() {
        assertThrows(IllegalArgumentException.class, () -> at(0, -1));
        assertThrows(IllegalArgumentException.class, () -> at(0, 1_000_001));
        assertEquals(1_000_000, at(0, 1_000_000).sharePpm());
        assertEquals(0, at(0, 0).sharePpm());
    }

    private static long exact(long from, long to, long ms, long span, long stock) {
        BigInteger share = BigInteger.valueOf(from * span + (to - from) * ms);
        return share.multiply(BigInteger.valueOf(stock))
                .divide(BigInteger.valueOf(span * ReleaseLine.WHOLE))
                .longValueExact();
    }

    private static Point at(long ms, int share) {
        return new Point(START.plusMillis(ms), share);
    }
}
