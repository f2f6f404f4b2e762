package org.turntable.tool.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LineSwitchStoreTest {
    @TempDir
    Path folder;

    @Test
    void theLastSwitchThatWasNeitherRefusedNorUndoneIsUndoable() throws IOException {
        LineSwitchStore switches = new LineSwitchStore(folder.resolve("new"));
        assertTrue(switches.lastUndoable("a.example").isEmpty());
        LineSwitch first = switches.create(fields("a.example"));
        LineSwitch second = switches.create(fields("a.example"));
        switches.setField(switches.create(fields("a.example")), "outcome", "refused: BADKEY");
        switches.create(fields("b.example"));
        assertEquals(
                second.number(),
                new LineSwitchStore(folder.resolve("new"))
                        .lastUndoable("a.example")
                        .orElseThrow()
                        .number());
        switches.setField(second, "undone", "now");
        assertEquals(
                first.number(), switches.lastUndoable("a.example").orElseThrow().number());
    }

    @Test
    void aRecordIsReadCompletelyByTheNextProcess() throws IOException {
        new LineSwitchStore(folder).create(fields("a.example"));
        LineSwitch read = new LineSwitchStore(folder).lastUndoable("a.example").orElseThrow();
        assertEquals("王丽", read.field("by"));
        assertEquals(AddressRecords.parse("60 203.0.113.10 / 0"), read.before());
        assertTrue(read.isUndoable());
    }

    @Test
    void anEmptyFileOfAnInterruptedToolIsNotASwitch() throws IOException {
        Files.createFile(folder.resolve("000001.switch"));
        LineSwitchStore switches = new LineSwitchStore(folder);
        assertTrue(switches.lastUndoable("a.example").isEmpty());
        assertFalse(switches.all().get(0).isUndoable());
        assertEquals(2, switches.create(fields("a.example")).number());
    }

    private static Properties fields(String name) {
        Properties fields = new Properties();
        fields.putAll(
                Map.of("name", name, "by", "王丽", "before", "60 203.0.113.10 / 0", "after", "60 198.51.100.20 / 0"));
        return fields;
    }
}
