package org.turntable.testing.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.LoadResult;

class MeasurementTest {
    private static final ServerCounters NOTHING = new ServerCounters(0, 0, 0);
    private final ObjectNode counts = JsonNodeFactory.instance.objectNode();

    @Test
    void aResultWithoutItsRowOnBothDatabasesIsNotCounted() {
        Measurement one = Measurement.of(load(4_000, 5_000), 5_000, 4_600, NOTHING, 0);
        assertEquals(900, one.perSecond());
        assertTrue(one.remarks().startsWith("400 of 5000 results did not exist on both databases"), one.remarks());
    }

    @Test
    void anAnswerThatIsNoResultIsNotCountedAndIsNamed() {
        counts.put("HTTP 503 busy", 1_000);
        Measurement one = Measurement.of(load(4_000, 5_000), 4_000, 4_000, NOTHING, 0);
        assertEquals(750, one.perSecond());
        assertEquals("1000 HTTP 503 busy; ", one.remarks());
    }

    @Test
    void theMedianOfAnEvenNumberOfRoundsIsTheMiddleOfTheTwoMiddleOnes() {
        Measurement quick = Measurement.of(load(8_000, 8_000), 8_000, 8_000, NOTHING, 0);
        Measurement slow = Measurement.of(load(4_000, 4_000), 4_000, 4_000, NOTHING, 0);
        assertEquals(1_500, Measurement.perSecond(List.of(quick, slow)));
    }

    private LoadResult load(long measured, long all) {
        return new LoadResult(4, measured, measured / 4.0, 1, 2, 3, 4, 5, all, all, 0, 0, 64, 1, counts);
    }
}
