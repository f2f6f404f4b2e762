package org.turntable.testing.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void theFirstColumnIsLeftAlignedAndNumbersAreRightAligned() {
        Table table = new Table("way", "draws/s").row("bare servlet", "90,000").row("x", "7");
        assertEquals(
                "way           draws/s\n---------------------\nbare servlet   90,000\nx                   7\n",
                table.toString());
    }

    @Test
    void aRowOfAnotherLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Table("a", "b").row("only one"));
    }
}
