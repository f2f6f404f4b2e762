package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StandingFolderTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00.123Z");

    @TempDir
    private Path temporary;

    @Test
    void whatIsSavedIsRead() throws IOException {
        Standing standing = new Standing(9, "10.20.0.12:3306", Mode.SINGLE_COPY, Phase.PROMOTING, NOW, Optional.of(NOW.plusSeconds(60)), true,
                Optional.of(NOW),
                "主库 is dead = gone");
        try (StandingFolder folder = new StandingFolder(temporary.resolve("agent"))) {
            assertEquals(Optional.empty(), folder.load());
            folder.save(standing);
            assertEquals(Optional.of(standing), folder.load());
        }
    }

    @Test
    void nobodyGuessesWhatATornFileSaid() throws IOException {
        try (StandingFolder folder = new StandingFolder(temporary)) {
            Files.writeString(temporary.resolve("standing"), "term=9\nwriter=a\n");
            IOException torn = assertThrows(IOException.class, folder::load);
            assertTrue(torn.getMessage().contains("is not whole"), torn.getMessage());
        }
    }

    @Test
    void onlyOneHoldsTheLock() throws IOException {
        try (StandingFolder first = new StandingFolder(temporary); StandingFolder second = new StandingFolder(temporary)) {
            assertTrue(first.lock());
            assertFalse(second.lock());
        }
    }

    @Test
    void aLineOfTheJournalIsOneLine() throws IOException {
        try (StandingFolder folder = new StandingFolder(temporary)) {
            folder.note(NOW, "first\nsecond");
            folder.note(NOW, "third");
            assertEquals(2, Files.readAllLines(folder.journal()).size());
        }
    }
}
