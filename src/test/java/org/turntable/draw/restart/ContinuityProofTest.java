package org.turntable.draw.restart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.draw.restart.ContinuityProof.Disproved;
import org.turntable.draw.restart.ContinuityProof.Proved;
import org.turntable.draw.restart.ContinuityProof.Unheard;
import org.turntable.draw.restart.RunState.Report;

class ContinuityProofTest {
    private static final long EPOCH = 2;

    @Test
    void theStreamHasWhatEveryProcessKnows() {
        assertEquals(new Proved(), judge(state(entry(5, 1), Map.of("a", known(5, 1), "b", known(5, 0))), "a", "b"));
    }

    @Test
    void anEntryThatAProcessKnowsIsMissing() {
        Disproved lost =
                assertInstanceOf(Disproved.class, judge(state(entry(5, 1), Map.of("a", known(5, 2))), "a", "b"));
        assertEquals("a knows entry 5-2, and Redis only 5-1: draws are lost", lost.reason());
    }

    @Test
    void aProcessThatIsNotHeardMayKnowMore() {
        assertEquals(new Unheard(Set.of("b", "c")), judge(state(entry(5, 1), Map.of("a", known(5, 1))), "a", "b", "c"));
    }

    @Test
    void withoutAnyReportNothingIsProved() {
        assertEquals(new Unheard(Set.of()), judge(state(entry(5, 1), Map.of())));
    }

    @Test
    void anotherEpochOrNoneIsNotContinued() {
        Map<String, Report> reports = Map.of("a", known(1, 0));
        assertEquals(
                new Disproved("Redis has no epoch"),
                judge(new RunState(OptionalLong.empty(), entry(5, 0), false, reports), "a"));
        assertEquals(
                new Disproved("Redis has epoch 3"),
                judge(new RunState(OptionalLong.of(3), entry(5, 0), false, reports), "a"));
        assertEquals(
                new Disproved("b drew in epoch 3"),
                judge(state(entry(5, 0), Map.of("b", new Report(3, entry(1, 0)))), "b"));
    }

    /** Every case of two processes: not there, there and silent, or with one of three epochs and three entries. */
    @Test
    void itIsProvedOnlyIfAllNeededAreHeardInThisEpochWithEntriesThatRedisHas() {
        List<Report> reports = new ArrayList<>();
        reports.add(null);
        for (long epoch = EPOCH - 1; epoch <= EPOCH + 1; epoch++) {
            for (long sequence = 4; sequence <= 6; sequence++) {
                reports.add(new Report(epoch, entry(7, sequence)));
            }
        }
        int proved = 0;
        for (OptionalLong published : List.of(OptionalLong.empty(), OptionalLong.of(EPOCH), OptionalLong.of(3))) {
            for (Report first : reports) {
                for (Report second : reports) {
                    for (Set<String> needed : List.of(Set.<String>of(), Set.of("a"), Set.of("b"), Set.of("a", "b"))) {
                        Map<String, Report> heard = new HashMap<>();
                        if (first != null) {
                            heard.put("a", first);
                        }
                        if (second != null) {
                            heard.put("b", second);
                        }
                        boolean isProved =
                                ContinuityProof.judge(new RunState(published, entry(7, 5), false, heard), EPOCH, needed)
                                        instanceof Proved;
                        Set<String> silent = new HashSet<>(needed);
                        silent.removeAll(heard.keySet());
                        boolean expected = published.equals(OptionalLong.of(EPOCH))
                                && silent.isEmpty()
                                && !heard.isEmpty()
                                && heard.values().stream()
                                        .allMatch(report -> report.epoch() == EPOCH
                                                && report.known().sequence() <= 5);
                        assertEquals(expected, isProved, () -> published + " " + heard + " " + needed);
                        proved += isProved ? 1 : 0;
                    }
                }
            }
        }
        assertTrue(proved > 0);
    }

    @Test
    void idsAreComparedByTheirNumbers() {
        assertTrue(EntryId.parse("99-2").compareTo(EntryId.parse("100-1")) < 0);
        assertTrue(EntryId.parse("100-9").compareTo(EntryId.parse("100-10")) < 0);
        assertEquals(0, EntryId.parse("0-0").compareTo(EntryId.NONE));
        assertEquals("1790820000123-4", EntryId.parse("1790820000123-4").toString());
    }

    private static ContinuityProof.Verdict judge(RunState state, String... needed) {
        return ContinuityProof.judge(state, EPOCH, Set.of(needed));
    }

    private static RunState state(EntryId last, Map<String, Report> reports) {
        return new RunState(OptionalLong.of(EPOCH), last, false, reports);
    }

    private static Report known(long ms, long sequence) {
        return new Report(EPOCH, entry(ms, sequence));
    }

    private static EntryId entry(long ms, long sequence) {
        return new EntryId(ms, sequence);
    }
}
