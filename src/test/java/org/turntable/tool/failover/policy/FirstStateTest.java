package org.turntable.tool.failover.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.tool.failover.policy.FirstState.Found;
import org.turntable.tool.failover.policy.FirstState.Named;

/** The state of an agent without a folder. */
class FirstStateTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final Duration LIMIT = Duration.ofHours(2);
    private static final Named NOTHING = new Named(Optional.empty(), Optional.empty());

    private static Found found(String address, boolean open, String position, AgentMark mark, StoredMark stored) {
        String other = address.equals("a") ? "b" : "a";
        return new Found(
                address,
                Optional.of(new MemberStatus(
                        !open,
                        open,
                        new MemberStatus.Replicas(0, Set.of()),
                        0,
                        0,
                        position,
                        "",
                        1,
                        mark,
                        Optional.of(stored),
                        open
                                ? Optional.empty()
                                : Optional.of(new MemberStatus.Replication(
                                        other, false, true, true, position, "", Duration.ofMillis(500), "")),
                        false,
                        false,
                        "",
                        MemberStatus.Commits.NONE)));
    }

    private static Found restarted(String address, String position, StoredMark stored) {
        return found(address, false, position, AgentMark.NONE, stored);
    }

    private static Found silent(String address) {
        return new Found(address, Optional.empty());
    }

    private static ClusterState begin(Named named, Found... servers) {
        return FirstState.of(List.of(servers), named, LIMIT, NOW);
    }

    private static void refused(String words, Named named, Found... servers) {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> begin(named, servers));
        assertTrue(refused.getMessage().contains(words), refused.getMessage());
    }

    private static Named writer(String address) {
        return new Named(Optional.of(address), Optional.empty());
    }

    private static Named lose(String address) {
        return new Named(Optional.empty(), Optional.of(address));
    }

    @Test
    void aNewPairHasTheWriterThatIsNamed() {
        Found a = restarted("a", "", StoredMark.NONE);
        Found b = restarted("b", "", StoredMark.NONE);
        assertEquals("a", begin(writer("a"), a, b).writer());
        refused("never guess", NOTHING, a, b);
        refused("not in database.hosts", writer("c"), a, b);
    }

    @Test
    void aServerThatHasFewerRowsIsNotMadeTheWriterOfAnUnmarkedPair() {
        Found a = restarted("a", "0-1-40", StoredMark.NONE);
        Found b = restarted("b", "0-1-50", StoredMark.NONE);
        refused("rows would be lost", writer("a"), a, b);
        assertEquals("b", begin(writer("b"), a, b).writer());
    }

    @Test
    void theWriterOfTheLastMarkedTermIsTheWriterWhateverIsNamed() {
        Found a = restarted("a", "0-1-60", new StoredMark(7, "a"));
        Found b = restarted("b", "0-1-50", new StoredMark(8, "b"));
        ClusterState state = begin(NOTHING, a, b);
        assertEquals("b", state.writer());
        assertEquals(9, state.term());
        assertEquals(ReplicationMode.HELD, state.mode());
        refused("is not the last writer", writer("a"), a, b);
    }

    @Test
    void anOpenServerThatIsNotTheLastWriterIsNotBelieved() {
        Found a = found("a", true, "0-1-60", new AgentMark(7, true), new StoredMark(7, "a"));
        Found b = restarted("b", "0-1-50", new StoredMark(8, "b"));
        refused("accepts writes, but the last writer was b", NOTHING, a, b);
    }

    @Test
    void theOpenServerOfTheLastTermIsTakenOver() {
        Found a = found("a", true, "0-1-60", new AgentMark(8, true), new StoredMark(8, "a"));
        Found b = restarted("b", "0-1-60", new StoredMark(7, "b"));
        assertEquals("a", begin(NOTHING, a, b).writer());
        assertEquals(9, begin(NOTHING, a, b).term());
        refused("both servers accept writes", NOTHING, a, found("b", true, "", AgentMark.NONE, StoredMark.NONE));
    }

    @Test
    void withOneServerSilentNothingIsCertain() {
        Found b = found("b", false, "0-1-50", new AgentMark(8, false), new StoredMark(8, "a"));
        refused("a does not answer, and it may have been the last writer", NOTHING, silent("a"), b);
        refused("a does not answer", writer("b"), silent("a"), b);
        refused("does not answer", NOTHING, silent("a"), silent("b"));
    }

    @Test
    void whenOneServerIsGivenUpTheOtherAppliesWhatItHasReceivedBeforeItOpens() {
        Found b = found("b", false, "0-1-50", new AgentMark(8, false), new StoredMark(8, "a"));
        ClusterState state = begin(lose("a"), silent("a"), b);
        assertEquals("b", state.writer());
        assertEquals(FailoverPhase.PROMOTING, state.phase());
        assertTrue(state.term() > 8);
        ClusterState restarted = begin(lose("a"), silent("a"), restarted("b", "0-1-50", new StoredMark(8, "a")));
        assertEquals("b", restarted.writer());
        assertEquals(FailoverPhase.OPEN, restarted.phase());
    }

    @Test
    void aServerThatAnswersIsNotGivenUp() {
        Found a = restarted("a", "0-1-60", new StoredMark(7, "a"));
        Found b = restarted("b", "0-1-50", new StoredMark(7, "a"));
        refused("is not lost", lose("a"), a, b);
        refused("b does not answer", lose("a"), silent("a"), silent("b"));
    }
}
