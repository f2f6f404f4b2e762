package org.turntable.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.failover.Mark;

class MarkTextTest {
    @Test
    void aMarkIsReadAsItWasWritten() {
        for (Mark mark : List.of(new Mark(12, true), new Mark(13, false))) {
            assertEquals(mark, MarkText.read(MarkText.of(mark, "10.20.0.12:3306", List.of("turntable_app", "turntable_migration"))));
        }
    }

    @Test
    void anotherTextIsNoMark() {
        assertEquals(Mark.NONE, MarkText.read(""));
        assertEquals(Mark.NONE, MarkText.read(null));
        assertEquals(Mark.NONE, MarkText.read("SET NAMES utf8mb4"));
    }

    @Test
    void aClosedServerNamesTermAndWriterAndLetsNothingIntoItsText() {
        String text = MarkText.of(new Mark(7, false), "10.20.0.12:3306'; DROP", List.of("o'app"));
        assertTrue(text.contains("the writer of term 7 is 10.20.0.12:3306DROP"), text);
        assertTrue(text.contains("'o''app'"), text);
    }
}
