package org.turntable.failover;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.turntable.failover.Verdict.Step;

/** The rules, one by one: what stands, what is seen, what is done. */
class JudgeTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final Limits LIMITS = new Limits(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));
    private static final Standing PAIR = new Standing(7, "a", Mode.PAIR, Phase.OPEN, NOW.minusSeconds(600), Optional.empty(), false, Optional.empty(),
            "whole");

    private final Judge judge = new Judge(LIMITS);
    private final Seen writer = new Seen("a");
    private final Seen replica = new Seen("b");

    JudgeTest() {
        writer.readOnly = false;
        writer.semiSync = true;
        writer.clients = 1;
        writer.mark = new Mark(7, true);
        replica.mark = new Mark(7, false);
        replica.source = "a";
    }

    /** A sight to be spoilt. */
    private static final class Seen {
        private final String address;
        private boolean readOnly = true;
        private boolean semiSync;
        private int clients;
        private int waiting;
        private Mark mark;
        private String source = "";
        private boolean receiving = true;
        private boolean applying = true;
        private String error = "";
        private String written = "0-1-50";
        private String applied = "0-1-50";
        private boolean lockedByOther;
        private String unsafe = "";
        private Duration full = Duration.ZERO;
        private Duration age = Duration.ofMillis(100);
        private int failures;
        private boolean gone;
        private Duration still = Duration.ofMillis(300);
        private Duration unheard = Duration.ZERO;
        private int alone;

        private Seen(String address) {
            this.address = address;
        }

        private void dies() {
            failures = 3;
            gone = true;
            age = Duration.ofMillis(700);
        }

        private void freezes() {
            failures = 4;
            gone = false;
            age = Duration.ofMillis(2_100);
        }

        private Sight sight() {
            Optional<View.Replication> replication = source.isEmpty() ? Optional.empty()
                    : Optional.of(new View.Replication(source, receiving, applying, applied, "9", Duration.ofMillis(500), error));
            View view = new View(readOnly, semiSync, clients, waiting, 3, written, applied, mark, replication, lockedByOther, !full.isZero(), unsafe);
            return new Sight(address, address, Optional.of(view), age, age, failures, gone, still, unheard, full, alone, failures > 0 ? "refused"
                    : "");
        }
    }

    private Verdict judged(Standing standing) {
        return judge.judge(standing, writer.sight(), replica.sight(), NOW);
    }

    private void expect(Step step) {
        expect(step, PAIR);
    }

    private void expect(Step step, Standing standing) {
        Verdict verdict = judged(standing);
        assertEquals(step, verdict.step(), verdict.why());
    }

    private static Standing in(Mode mode) {
        return new Standing(7, "a", mode, Phase.OPEN, NOW.minusSeconds(60), mode == Mode.SINGLE_COPY ? Optional.of(NOW.plusSeconds(60))
                : Optional.empty(),
                false, Optional.empty(), "it was so");
    }

    @Test
    void whileAllIsWellNothingIsDone() {
        expect(Step.REST);
    }

    @Test
    void aWriterThatRefusesConnectionsAndThatItsReplicaHasLostIsReplaced() {
        writer.dies();
        replica.receiving = false;
        expect(Step.FAIL_OVER);
    }

    @Test
    void aWriterThatOnlyTheAgentMissesIsLeftAlone() {
        writer.dies();
        expect(Step.REST);
        writer.age = Duration.ofSeconds(30);
        expect(Step.REFUSE);
    }

    @Test
    void aFrozenWriterIsReplacedOnceItsReplicaHasHeardNothingForAsLong() {
        writer.freezes();
        expect(Step.REST);
        replica.still = Duration.ofMillis(2_000);
        expect(Step.FAIL_OVER);
    }

    @Test
    void aWriterThatAnswersAtAllIsNeverReplacedHoweverSlowItIs() {
        writer.age = Duration.ofMillis(900);
        writer.failures = 2;
        replica.still = Duration.ofSeconds(10);
        expect(Step.REST);
        writer.failures = 3;
        writer.age = Duration.ofMillis(1_900);
        expect(Step.REST);
    }

    @Test
    void aReplicaThatWasNotSeenToHoldEverythingIsNotPromoted() {
        writer.dies();
        replica.receiving = false;
        for (Mode mode : new Mode[] {Mode.SINGLE_COPY, Mode.HELD}) {
            Verdict verdict = judged(in(mode));
            assertEquals(Step.START_WRITER, verdict.step());
            assertTrue(verdict.why().contains("acknowledged rows could be missing"), verdict.why());
        }
        writer.freezes();
        replica.still = Duration.ofSeconds(5);
        expect(Step.REFUSE, in(Mode.SINGLE_COPY));
    }

    @Test
    void aReplicaThatWasRestartedIsNotPromotedBecauseItThrewItsRelayLogAway() {
        replica.mark = Mark.NONE;
        expect(Step.HOLD);
        writer.dies();
        replica.receiving = false;
        expect(Step.HOLD);
        expect(Step.START_WRITER, in(Mode.HELD));
    }

    @Test
    void aReplicaThatDoesNotApplyIsNotPromoted() {
        writer.dies();
        replica.receiving = false;
        replica.applying = false;
        replica.error = "1062 duplicate";
        Verdict verdict = judged(PAIR);
        assertEquals(Step.REFUSE, verdict.step());
        assertTrue(verdict.why().contains("1062"), verdict.why());
    }

    @Test
    void aSecondFailOverWithinTheHourIsLeftToAPerson() {
        writer.dies();
        replica.receiving = false;
        Standing recent = new Standing(7, "a", Mode.PAIR, Phase.OPEN, NOW, Optional.empty(), false, Optional.of(NOW.minusSeconds(3_599)), "whole");
        Verdict verdict = judged(recent);
        assertEquals(Step.REFUSE, verdict.step());
        assertTrue(verdict.why().contains("--writer-is-dead"), verdict.why());
        expect(Step.FAIL_OVER, new Standing(7, "a", Mode.PAIR, Phase.OPEN, NOW, Optional.empty(), false, Optional.of(NOW.minusSeconds(3_600)),
                "whole"));
    }

    @Test
    void aWriterThatWasRestartedIsNotOpenedAgainWhileItsReplicaLives() {
        writer.mark = Mark.NONE;
        writer.readOnly = true;
        writer.semiSync = false;
        expect(Step.TAKE_OVER);
        replica.dies();
        expect(Step.GO_ALONE);
    }

    @Test
    void aWriterThatRanAloneIsOpenedAgainAfterARestart() {
        writer.mark = Mark.NONE;
        writer.readOnly = true;
        writer.semiSync = false;
        expect(Step.OPEN_WRITER, in(Mode.SINGLE_COPY));
        expect(Step.OPEN_WRITER, in(Mode.HELD));
    }

    @Test
    void aWriterWhoseCommitsWouldNotWaitIsMended() {
        writer.semiSync = false;
        expect(Step.OPEN_WRITER);
        expect(Step.OPEN_WRITER, in(Mode.HELD));
        writer.semiSync = true;
        expect(Step.OPEN_WRITER, in(Mode.SINGLE_COPY));
    }

    @Test
    void aNodeThatTakesWritesAndIsNotTheWriterIsClosedBeforeAnythingElse() {
        replica.readOnly = false;
        expect(Step.CLOSE_OTHER);
        writer.dies();
        expect(Step.CLOSE_OTHER);
        expect(Step.CLOSE_OTHER, in(Mode.SINGLE_COPY));
    }

    @Test
    void aPromotionThatWasCutOffGoesOn() {
        expect(Step.GO_ON_PROMOTING, PAIR.promoting("b", NOW, Duration.ofHours(1), false, "dead"));
    }

    @Test
    void aSwitchoverThatWasCutOffIsTakenBack() {
        writer.readOnly = true;
        expect(Step.REOPEN, PAIR.closing());
        writer.dies();
        replica.receiving = false;
        expect(Step.FAIL_OVER, PAIR.closing());
    }

    @Test
    void withoutItsReplicaTheWriterAnswersAloneSoThatWinsGoOn() {
        replica.dies();
        writer.alone = 1;
        writer.clients = 0;
        expect(Step.GO_ALONE);
    }

    @Test
    void aReplicaThatOnlyTheAgentMissesIsLeftAlone() {
        replica.freezes();
        expect(Step.REST);
    }

    @Test
    void aReplicaThatHangsIsGivenUpOnceCommitsHaveWaited() {
        replica.freezes();
        writer.waiting = 3;
        writer.unheard = Duration.ofMillis(1_900);
        expect(Step.REST);
        writer.unheard = Duration.ofMillis(2_000);
        expect(Step.GO_ALONE);
    }

    @Test
    void aReplicaThatIsCutOffFromTheWriterIsGivenUp() {
        replica.receiving = false;
        writer.alone = 3;
        expect(Step.GO_ALONE);
    }

    @Test
    void whenTheTimeOfSingleCopyIsOverCommitsWaitAgainAndItIsNotEnteredOnceMore() {
        Standing over = new Standing(7, "a", Mode.SINGLE_COPY, Phase.OPEN, NOW.minusSeconds(60), Optional.of(NOW), false, Optional.empty(), "alone");
        replica.dies();
        writer.semiSync = false;
        expect(Step.HOLD, over);
        writer.semiSync = true;
        writer.alone = 9;
        Standing held = over.held(NOW, "over");
        expect(Step.START_OTHER, held);
        assertEquals(Mode.HELD, held.mode());
    }

    @Test
    void theOtherNodeIsStartedMarkedPointedAndPairedInThatOrder() {
        Standing alone = in(Mode.SINGLE_COPY);
        writer.semiSync = false;
        replica.dies();
        expect(Step.START_OTHER, alone);
        replica.failures = 0;
        replica.age = Duration.ofMillis(50);
        replica.mark = Mark.NONE;
        replica.source = "";
        expect(Step.MARK_OTHER, alone);
        replica.mark = new Mark(7, false);
        expect(Step.REJOIN, alone);
        replica.source = "somewhere else";
        expect(Step.REJOIN, alone);
        replica.source = "a";
        expect(Step.PAIR_UP, alone);
    }

    @Test
    void aNodeThatHoldsWhatTheWriterDoesNotIsNeverMadeToFollow() {
        Standing alone = in(Mode.SINGLE_COPY);
        writer.semiSync = false;
        replica.source = "";
        replica.written = "0-1-51";
        replica.applied = "0-1-40";
        Verdict verdict = judged(alone);
        assertEquals(Step.REFUSE, verdict.step());
        assertTrue(verdict.why().contains("rebuilt"), verdict.why());
        replica.source = "a";
        replica.error = "1236 requested to start from GTID";
        expect(Step.REFUSE, alone);
    }

    @Test
    void singleCopyModeThatAPersonEnteredEndsWhenAPersonSaysSo() {
        writer.semiSync = false;
        expect(Step.REST, PAIR.alone(NOW, Duration.ofHours(1), true, "memory is put in"));
        expect(Step.PAIR_UP, PAIR.alone(NOW, Duration.ofHours(1), false, "the replica was lost"));
    }

    @Test
    void aNodeThatAPersonWorksOnIsNotStarted() {
        writer.semiSync = false;
        replica.dies();
        expect(Step.REST, PAIR.alone(NOW, Duration.ofHours(1), true, "it is rebuilt"));
        expect(Step.START_OTHER, PAIR.alone(NOW, Duration.ofHours(1), true, "it is rebuilt").givenBack());
    }

    @Test
    void anAgentThatFindsAnotherOnesLockStandsDown() {
        writer.lockedByOther = true;
        expect(Step.STAND_DOWN);
        writer.lockedByOther = false;
        replica.lockedByOther = true;
        writer.dies();
        expect(Step.STAND_DOWN);
    }

    @Test
    void aWriterWhoseDiskIsFullIsEndedWhereTheOtherCanTakeOver() {
        writer.full = Duration.ofMillis(1_900);
        expect(Step.REST);
        writer.full = Duration.ofMillis(2_000);
        expect(Step.END_WRITER);
        expect(Step.REFUSE, new Standing(7, "a", Mode.PAIR, Phase.OPEN, NOW, Optional.empty(), false, Optional.of(NOW.minusSeconds(60)), "whole"));
        replica.full = Duration.ofMillis(100);
        expect(Step.REST);
        replica.full = Duration.ZERO;
        replica.dies();
        expect(Step.START_OTHER);
        writer.semiSync = false;
        expect(Step.START_OTHER, in(Mode.SINGLE_COPY));
    }

    @Test
    void nothingIsDoneBeforeBothWereLookedAt() {
        replica.readOnly = false;
        Sight unseen = new Watch("a", "a", System::nanoTime).sight();
        assertEquals(Step.REST, judge.judge(PAIR, unseen, replica.sight(), NOW).step());
        assertEquals(Step.REST, judge.judge(PAIR, writer.sight(), unseen, NOW).step());
    }

    @Test
    void aServerThatRunsWithUnsafeSettingsMakesNoPair() {
        replica.unsafe = "rpl_semi_sync_master_timeout";
        expect(Step.HOLD);
        Verdict verdict = judged(in(Mode.HELD));
        assertEquals(Step.REFUSE, verdict.step());
        assertTrue(verdict.why().contains("rpl_semi_sync_master_timeout"), verdict.why());
    }

    @Test
    void whenBothAreGoneTheWriterIsStartedToKeepItsTail() {
        writer.dies();
        replica.dies();
        expect(Step.START_WRITER);
    }
}
