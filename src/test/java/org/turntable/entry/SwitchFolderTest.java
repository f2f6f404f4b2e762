package org.turntable.entry;

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

class SwitchFolderTest {
    @TempDir
    Path folder;

    @Test
    void theLastThatWasNeitherRefusedNorUndoneIsUndone() throws IOException {
        SwitchFolder switches = new SwitchFolder(folder.resolve("new"));
        assertTrue(switches.lastOpen("a.example").isEmpty());
        Switch first = switches.begin(fields("a.example"));
        Switch second = switches.begin(fields("a.example"));
        switches.note(switches.begin(fields("a.example")), "outcome", "refused: BADKEY");
        switches.begin(fields("b.example"));
        assertEquals(second.number(), new SwitchFolder(folder.resolve("new")).lastOpen("a.example").orElseThrow().number());
        switches.note(second, "undone", "now");
        assertEquals(first.number(), switches.lastOpen("a.example").orElseThrow().number());
    }

    @Test
    void whatIsWrittenIsThereInWholeForTheNextTool() throws IOException {
        new SwitchFolder(folder).begin(fields("a.example"));
        Switch read = new SwitchFolder(folder).lastOpen("a.example").orElseThrow();
        assertEquals("王丽", read.field("by"));
        assertEquals(Standing.parse("60 203.0.113.10 / 0"), read.before());
        assertTrue(read.isOpen());
    }

    @Test
    void aFileWhoseWriterDiedBeforeItHadWrittenIsNoSwitch() throws IOException {
        Files.createFile(folder.resolve("000001.switch"));
        SwitchFolder switches = new SwitchFolder(folder);
        assertTrue(switches.lastOpen("a.example").isEmpty());
        assertFalse(switches.all().get(0).isOpen());
        assertEquals(2, switches.begin(fields("a.example")).number());
    }

    private static Properties fields(String name) {
        Properties fields = new Properties();
        fields.putAll(Map.of("name", name, "by", "王丽", "before", "60 203.0.113.10 / 0", "after", "60 198.51.100.20 / 0"));
        return fields;
    }
}
