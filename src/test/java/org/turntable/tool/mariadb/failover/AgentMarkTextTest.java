package org.turntable.tool.mariadb.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.turntable.tool.failover.policy.AgentMark;

class AgentMarkTextTest {
    @Test
    void aMarkIsReadAsItWasWritten() {
        for (AgentMark mark : List.of(new AgentMark(12, true), new AgentMark(13, false))) {
            assertEquals(
                    mark,
                    AgentMarkText.read(AgentMarkText.of(
                            mark, "10.20.0.12:3306", List.of("turntable_app", "turntable_migration"))));
        }
    }

    @Test
    void anotherTextIsNoMark() {
        assertEquals(AgentMark.NONE, AgentMarkText.read(""));
        assertEquals(AgentMark.NONE, AgentMarkText.read(null));
        assertEquals(AgentMark.NONE, AgentMarkText.read("SET NAMES utf8mb4"));
    }

    @Test
    void aClosedServerNamesTermAndWriterAndLetsNothingIntoItsText() {
        String text = AgentMarkText.of(new AgentMark(7, false), "10.20.0.12:3306'; DROP", List.of("o'app"));
        assertTrue(text.contains("the writer of term 7 is 10.20.0.12:3306DROP"), text);
        assertTrue(text.contains("'o''app'"), text);
    }
}
