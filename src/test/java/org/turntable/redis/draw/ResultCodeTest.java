package org.turntable.redis.draw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.player.DrawOutcome;

class ResultCodeTest {
    @Test
    void eachResultHasTheCodeOfTheScriptsAndIsReadBack() {
        assertSpelled("L", new DrawOutcome.Loss());
        assertSpelled("C:5:1790000000000-17", new DrawOutcome.Candidate(5, "1790000000000-17"));
        assertSpelled("W:5:17", new DrawOutcome.Win(5, 17));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X", "l", "P:5:17", "LOSS"})
    void whatANewerVersionWroteIsNotTakenForALoss(String code) {
        assertThrows(IllegalStateException.class, () -> ResultCode.read(code));
    }

    private static void assertSpelled(String code, DrawOutcome result) {
        assertEquals(code, ResultCode.write(result));
        assertEquals(result, ResultCode.read(code));
    }
}
