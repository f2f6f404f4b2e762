package org.turntable.tool.failover;

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
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverPhase;
import org.turntable.tool.failover.policy.ReplicationMode;

class ClusterStateStoreTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00.123Z");

    @TempDir
    private Path temporary;

    @Test
    void aStateIsReadAsItWasStored() throws IOException {
        ClusterState state = new ClusterState(
                9,
                "10.20.0.12:3306",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.PROMOTING,
                NOW,
                Optional.of(NOW.plusSeconds(60)),
                true,
                Optional.of(NOW),
                "主库 is dead = gone");
        try (ClusterStateStore store = new ClusterStateStore(temporary.resolve("agent"))) {
            assertEquals(Optional.empty(), store.load());
            store.save(state);
            assertEquals(Optional.of(state), store.load());
        }
    }

    @Test
    void anIncompleteFileIsAnError() throws IOException {
        try (ClusterStateStore store = new ClusterStateStore(temporary)) {
            Files.writeString(temporary.resolve("standing"), "term=9\nwriter=a\n");
            IOException torn = assertThrows(IOException.class, store::load);
            assertTrue(torn.getMessage().contains("is incomplete"), torn.getMessage());
        }
    }

    @Test
    void onlyOneProcessHoldsTheLock() throws IOException {
        try (ClusterStateStore first = new ClusterStateStore(temporary);
                ClusterStateStore second = new ClusterStateStore(temporary)) {
            assertTrue(first.lock());
            assertFalse(second.lock());
        }
    }

    @Test
    void aJournalEntryIsOneLine() throws IOException {
        try (ClusterStateStore store = new ClusterStateStore(temporary)) {
            store.appendJournal(NOW, "first\nsecond");
            store.appendJournal(NOW, "third");
            assertEquals(2, Files.readAllLines(store.journalFile()).size());
        }
    }

    @Test
    void anAgentRanRecentlyOnlyOnThisHostSinceItsBootAndMomentsAgo() throws IOException {
        try (ClusterStateStore store = new ClusterStateStore(temporary)) {
            assertFalse(store.ranRecently(NOW));
            store.recordRunning(NOW);
            assertTrue(store.ranRecently(NOW.plusSeconds(59)));
            assertFalse(store.ranRecently(NOW.plusSeconds(61)));
            assertFalse(store.ranRecently(NOW.minusSeconds(2)), "its clock was put back");
            Path running = temporary.resolve("running");
            Files.writeString(running, NOW + "\nanother boot, or another host\n");
            assertFalse(store.ranRecently(NOW));
            Files.writeString(running, "torn");
            assertFalse(store.ranRecently(NOW));
        }
    }

    @Test
    void aRetiredFolderStaysRetired() throws IOException {
        try (ClusterStateStore store = new ClusterStateStore(temporary)) {
            assertTrue(store.retired().isEmpty());
            store.retire("term 9 on b");
            store.retire("term 10 on b");
        }
        try (ClusterStateStore store = new ClusterStateStore(temporary)) {
            assertTrue(store.retired().orElseThrow().contains("term 9 on b"));
        }
    }
}
