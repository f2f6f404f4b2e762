package org.turntable.testing.bench.sessions;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.testing.load.LoadResult;

class SessionRoundTest {
    private final ObjectNode counts = JsonNodeFactory.instance.objectNode();
    private final ObjectNode wrong = counts.putObject("wrong");

    @Test
    void aRoundOfRightAnswersCounts() {
        SessionRound round = SessionRound.of(load(4_000, 5_000, 0), 10_000, 0);
        assertTrue(round.counts());
        assertEquals(1_000, round.perSecond());
        assertEquals(2, round.commands());
    }

    @Test
    void oneWrongAnswerOrOneLostValueOrOneMissingAnswerMakesARoundInvalidAndIsReported() {
        assertEquals("", SessionRound.of(load(4_000, 5_000, 0), 0, 0).faults());
        assertEquals(
                "3 without an answer; ",
                SessionRound.of(load(4_000, 5_000, 3), 0, 0).faults());
        assertEquals(
                "1 sessions did not hold what they had acknowledged last; ",
                SessionRound.of(load(4_000, 5_000, 0), 0, 1).faults());
        wrong.put("HTTP 500", 1);
        SessionRound round = SessionRound.of(load(4_000, 5_000, 0), 0, 0);
        assertFalse(round.counts());
        assertEquals("1 of 5,000 answers: HTTP 500; ", round.faults());
    }

    @Test
    void theMedianLeavesInvalidRoundsOut() {
        SessionRound slow = new SessionRound(100, 1, 2, 3, "");
        SessionRound quick = new SessionRound(300, 1, 2, 3, "");
        SessionRound invalid = new SessionRound(9_000, 1, 2, 3, "7 of 9 answers: HTTP 500; ");
        assertEquals(200, SessionRound.median(List.of(slow, invalid, quick), SessionRound::perSecond));
        assertTrue(Double.isNaN(SessionRound.median(List.of(invalid), SessionRound::perSecond)));
    }

    private LoadResult load(long measured, long all, long unanswered) {
        return new LoadResult(4, measured, measured / 4.0, 1, 2, 3, 4, 5, all, all, 0, unanswered, 32, 1, counts);
    }
}
