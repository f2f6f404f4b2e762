package org.turntable.tool.failover.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.tool.failover.MemberMonitor;
import org.turntable.tool.failover.policy.FailoverDecision.Step;

/** The rules one by one: state, observations, decision. */
class FailoverPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final FailoverTimeouts TIMEOUTS = new FailoverTimeouts(
            Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));
    private static final ClusterState PAIR = new ClusterState(
            7,
            "a",
            ReplicationMode.PAIR,
            FailoverPhase.OPEN,
            NOW.minusSeconds(600),
            Optional.empty(),
            false,
            Optional.empty(),
            "complete");

    private final FailoverPolicy policy = new FailoverPolicy(TIMEOUTS);
    private final ObservationBuilder writer = new ObservationBuilder("a");
    private ModeTrust trust = ModeTrust.CONFIRMED;
    private final ObservationBuilder replica = new ObservationBuilder("b");

    FailoverPolicyTest() {
        writer.readOnly = false;
        writer.semiSync = true;
        writer.semiSyncReplicas = 1;
        writer.mark = new AgentMark(7, true);
        replica.mark = new AgentMark(7, false);
        replica.source = "a";
    }

    /** Builds an observation of a healthy member, to be changed by a test. */
    private static final class ObservationBuilder {
        private final String address;
        private boolean readOnly = true;
        private boolean semiSync;
        private int semiSyncReplicas;
        private Set<Long> replicaIds = Set.of(2L);
        private final long serverId;
        private Optional<StoredMark> storedMark = Optional.of(new StoredMark(7, "a"));
        private boolean acknowledging = true;
        private Duration sinceAcknowledging = Duration.ofMillis(300);
        private int probesWithSeveral;
        private boolean seen = true;
        private int waitingCommits;
        private AgentMark mark;
        private String source = "";
        private boolean receiving = true;
        private boolean applying = true;
        private String error = "";
        private String binlogPosition = "0-1-50";
        private String appliedPosition = "0-1-50";
        private boolean lockedByOther;
        private String unsafeSettings = "";
        private Duration diskFullFor = Duration.ZERO;
        private Duration commitsFailFor = Duration.ZERO;
        private Duration sinceAnswer = Duration.ofMillis(100);
        private int failedProbes;
        private boolean unreachable;
        private Duration sourceSilence = Duration.ofMillis(300);
        private Duration commitStall = Duration.ZERO;
        private int probesWithoutReplica;

        private ObservationBuilder(String address) {
            this.address = address;
            this.serverId = address.equals("a") ? 1 : 2;
        }

        private void becomesUnreachable() {
            failedProbes = 3;
            unreachable = true;
            sinceAnswer = Duration.ofMillis(700);
        }

        private void stopsAnswering() {
            failedProbes = 4;
            unreachable = false;
            sinceAnswer = Duration.ofMillis(2_100);
        }

        private MemberObservation observation() {
            Optional<MemberStatus.Replication> replication = source.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MemberStatus.Replication(
                            source,
                            receiving,
                            acknowledging,
                            applying,
                            appliedPosition,
                            "9",
                            Duration.ofMillis(500),
                            error));
            MemberStatus status = new MemberStatus(
                    readOnly,
                    semiSync,
                    new MemberStatus.Replicas(semiSyncReplicas, replicaIds),
                    waitingCommits,
                    3,
                    binlogPosition,
                    appliedPosition,
                    serverId,
                    mark,
                    storedMark,
                    replication,
                    lockedByOther,
                    !diskFullFor.isZero(),
                    unsafeSettings,
                    MemberStatus.Commits.NONE);
            return new MemberObservation(
                    address,
                    address,
                    seen,
                    Optional.of(status),
                    sinceAnswer,
                    sinceAnswer,
                    failedProbes,
                    unreachable,
                    sourceSilence,
                    sinceAcknowledging,
                    commitStall,
                    diskFullFor,
                    commitsFailFor,
                    probesWithoutReplica,
                    probesWithSeveral,
                    failedProbes > 0 ? "refused" : "");
        }
    }

    private FailoverDecision decide(ClusterState state) {
        return policy.decide(state, trust, writer.observation(), replica.observation(), NOW);
    }

    private void expect(Step step) {
        expect(step, PAIR);
    }

    private void expect(Step step, ClusterState state) {
        FailoverDecision decision = decide(state);
        assertEquals(step, decision.step(), decision.why());
    }

    private static ClusterState in(ReplicationMode mode) {
        return new ClusterState(
                7,
                "a",
                mode,
                FailoverPhase.OPEN,
                NOW.minusSeconds(60),
                mode == ReplicationMode.SINGLE_COPY ? Optional.of(NOW.plusSeconds(60)) : Optional.empty(),
                false,
                Optional.empty(),
                "as before");
    }

    @Test
    void nothingIsDoneWhileThePairIsHealthy() {
        expect(Step.NONE);
    }

    @Test
    void aWriterThatRefusesConnectionsAndIsLostByItsReplicaIsReplaced() {
        writer.becomesUnreachable();
        replica.receiving = false;
        expect(Step.FAIL_OVER);
    }

    @Test
    void aWriterThatIsUnreachableForTheAgentOnlyIsNotReplaced() {
        writer.becomesUnreachable();
        expect(Step.NONE);
        writer.sinceAnswer = Duration.ofSeconds(30);
        expect(Step.REFUSE);
    }

    @Test
    void aSuspendedWriterIsReplacedWhenItsReplicaHasReceivedNothingForAsLong() {
        writer.stopsAnswering();
        expect(Step.NONE);
        replica.sourceSilence = Duration.ofMillis(2_000);
        expect(Step.FAIL_OVER);
    }

    @Test
    void aWriterThatAnswersSlowlyIsNeverReplaced() {
        writer.sinceAnswer = Duration.ofMillis(900);
        writer.failedProbes = 2;
        replica.sourceSilence = Duration.ofSeconds(10);
        expect(Step.NONE);
        writer.failedProbes = 3;
        writer.sinceAnswer = Duration.ofMillis(1_900);
        expect(Step.NONE);
    }

    @Test
    void aReplicaThatWasNotObservedAsCompleteIsNotPromoted() {
        writer.becomesUnreachable();
        replica.receiving = false;
        for (ReplicationMode mode : new ReplicationMode[] {ReplicationMode.SINGLE_COPY, ReplicationMode.HELD}) {
            FailoverDecision decision = decide(in(mode));
            assertEquals(Step.START_WRITER, decision.step());
            assertTrue(decision.why().contains("acknowledged rows could be missing"), decision.why());
        }
        writer.stopsAnswering();
        replica.sourceSilence = Duration.ofSeconds(5);
        expect(Step.REFUSE, in(ReplicationMode.SINGLE_COPY));
    }

    @Test
    void aReplicaThatReceivesAndDoesNotAcknowledgeIsGivenUpWhenCommitsWait() {
        writer.waitingCommits = 3;
        writer.commitStall = Duration.ofMillis(3_999);
        expect(Step.NONE);
        writer.commitStall = Duration.ofMillis(4_000);
        expect(Step.ENTER_SINGLE_COPY);
        writer.semiSyncReplicas = 0;
        writer.probesWithoutReplica = 3;
        writer.commitStall = Duration.ofMillis(1_999);
        expect(Step.NONE);
        writer.commitStall = Duration.ofMillis(2_000);
        expect(Step.ENTER_SINGLE_COPY);
    }

    @Test
    void aFailoverTimeInTheFutureDoesNotPreventTheNextFailover() {
        writer.becomesUnreachable();
        replica.receiving = false;
        expect(
                Step.FAIL_OVER,
                new ClusterState(
                        7,
                        "a",
                        ReplicationMode.PAIR,
                        FailoverPhase.OPEN,
                        NOW.minusSeconds(600),
                        Optional.empty(),
                        false,
                        Optional.of(NOW.plusSeconds(3_600)),
                        "complete"));
    }

    @Test
    void aReplicaThatDoesNotFollowTheWriterMayNotBePromotedUntilItHasCaughtUp() {
        replica.source = "c";
        expect(Step.HOLD);
        expect(Step.REJOIN, in(ReplicationMode.HELD));
        replica.source = "";
        expect(Step.HOLD);
    }

    @Test
    void aReplicaThatWasRestartedIsNotPromotedBecauseItLostItsRelayLog() {
        replica.mark = AgentMark.NONE;
        expect(Step.HOLD);
        writer.becomesUnreachable();
        replica.receiving = false;
        expect(Step.HOLD);
        expect(Step.START_WRITER, in(ReplicationMode.HELD));
    }

    @Test
    void aReplicaThatDoesNotApplyIsNotPromoted() {
        writer.becomesUnreachable();
        replica.receiving = false;
        replica.applying = false;
        replica.error = "1062 duplicate";
        FailoverDecision decision = decide(PAIR);
        assertEquals(Step.REFUSE, decision.step());
        assertTrue(decision.why().contains("1062"), decision.why());
    }

    @Test
    void aSecondFailOverWithinThePauseIsLeftToAnOperator() {
        writer.becomesUnreachable();
        replica.receiving = false;
        ClusterState recent = new ClusterState(
                7,
                "a",
                ReplicationMode.PAIR,
                FailoverPhase.OPEN,
                NOW,
                Optional.empty(),
                false,
                Optional.of(NOW.minusSeconds(3_599)),
                "complete");
        FailoverDecision decision = decide(recent);
        assertEquals(Step.REFUSE, decision.step());
        assertTrue(decision.why().contains("--writer-is-dead"), decision.why());
        expect(
                Step.FAIL_OVER,
                new ClusterState(
                        7,
                        "a",
                        ReplicationMode.PAIR,
                        FailoverPhase.OPEN,
                        NOW,
                        Optional.empty(),
                        false,
                        Optional.of(NOW.minusSeconds(3_600)),
                        "complete"));
    }

    @Test
    void aWriterThatWasRestartedIsNotOpenedAgainWhileItsReplicaAnswers() {
        writer.mark = AgentMark.NONE;
        writer.readOnly = true;
        writer.semiSync = false;
        expect(Step.TAKE_OVER);
        replica.becomesUnreachable();
        expect(Step.ENTER_SINGLE_COPY);
    }

    @Test
    void aWriterInSingleCopyModeIsOpenedAgainAfterARestart() {
        writer.mark = AgentMark.NONE;
        writer.readOnly = true;
        writer.semiSync = false;
        expect(Step.OPEN_WRITER, in(ReplicationMode.SINGLE_COPY));
        expect(Step.OPEN_WRITER, in(ReplicationMode.HELD));
    }

    @Test
    void aWriterWithTheWrongSemiSyncSettingIsCorrected() {
        writer.semiSync = false;
        // What was answered meanwhile, the replica may not have.
        expect(Step.HOLD);
        expect(Step.OPEN_WRITER, in(ReplicationMode.HELD));
        writer.semiSync = true;
        expect(Step.OPEN_WRITER, in(ReplicationMode.SINGLE_COPY));
    }

    @Test
    void aReplicaThatAcceptsWritesIsClosedFirst() {
        replica.readOnly = false;
        expect(Step.CLOSE_REPLICA);
        writer.becomesUnreachable();
        expect(Step.CLOSE_REPLICA);
        expect(Step.CLOSE_REPLICA, in(ReplicationMode.SINGLE_COPY));
    }

    @Test
    void anInterruptedPromotionIsResumed() {
        expect(Step.RESUME_PROMOTION, PAIR.promoting("b", NOW, Duration.ofHours(1), false, "dead"));
    }

    @Test
    void anInterruptedSwitchoverIsReverted() {
        writer.readOnly = true;
        expect(Step.REVERT_SWITCHOVER, PAIR.closing());
        writer.becomesUnreachable();
        replica.receiving = false;
        expect(Step.FAIL_OVER, PAIR.closing());
    }

    @Test
    void withoutItsReplicaTheWriterEntersSingleCopyMode() {
        replica.becomesUnreachable();
        writer.probesWithoutReplica = 1;
        writer.semiSyncReplicas = 0;
        expect(Step.ENTER_SINGLE_COPY);
    }

    @Test
    void aReplicaThatIsUnreachableForTheAgentOnlyIsKept() {
        replica.stopsAnswering();
        expect(Step.NONE);
    }

    @Test
    void aReplicaThatDoesNotAcknowledgeIsDroppedWhenCommitsHaveWaited() {
        replica.stopsAnswering();
        writer.waitingCommits = 3;
        writer.commitStall = Duration.ofMillis(1_900);
        expect(Step.NONE);
        writer.commitStall = Duration.ofMillis(2_000);
        expect(Step.ENTER_SINGLE_COPY);
    }

    @Test
    void aReplicaThatIsDisconnectedFromTheWriterIsDropped() {
        replica.receiving = false;
        writer.probesWithoutReplica = 3;
        expect(Step.ENTER_SINGLE_COPY);
    }

    @Test
    void whenTheLimitOfSingleCopyModeIsReachedCommitsWaitAgainAndItIsNotEnteredAgain() {
        ClusterState over = new ClusterState(
                7,
                "a",
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.OPEN,
                NOW.minusSeconds(60),
                Optional.of(NOW),
                false,
                Optional.empty(),
                "alone");
        replica.becomesUnreachable();
        writer.semiSync = false;
        expect(Step.HOLD, over);
        writer.semiSync = true;
        writer.probesWithoutReplica = 9;
        ClusterState held = over.held(NOW, "over");
        expect(Step.START_REPLICA, held);
        assertEquals(ReplicationMode.HELD, held.mode());
    }

    @Test
    void theReplicaIsStartedMarkedMadeToReplicateAndPairedInThatOrder() {
        ClusterState probesWithoutReplica = in(ReplicationMode.SINGLE_COPY);
        writer.semiSync = false;
        replica.becomesUnreachable();
        expect(Step.START_REPLICA, probesWithoutReplica);
        replica.failedProbes = 0;
        replica.sinceAnswer = Duration.ofMillis(50);
        replica.mark = AgentMark.NONE;
        replica.source = "";
        expect(Step.MARK_REPLICA, probesWithoutReplica);
        replica.mark = new AgentMark(7, false);
        expect(Step.REJOIN, probesWithoutReplica);
        replica.source = "somewhere else";
        expect(Step.REJOIN, probesWithoutReplica);
        replica.source = "a";
        expect(Step.RESTORE_PAIR, probesWithoutReplica);
    }

    @Test
    void aMemberWithTransactionsThatTheWriterLacksIsNeverMadeToReplicate() {
        ClusterState probesWithoutReplica = in(ReplicationMode.SINGLE_COPY);
        writer.semiSync = false;
        replica.source = "";
        replica.binlogPosition = "0-1-51";
        replica.appliedPosition = "0-1-40";
        FailoverDecision decision = decide(probesWithoutReplica);
        assertEquals(Step.REFUSE, decision.step());
        assertTrue(decision.why().contains("rebuilt"), decision.why());
        replica.source = "a";
        replica.error = "1236 requested to start from GTID";
        expect(Step.REFUSE, probesWithoutReplica);
    }

    @Test
    void manualSingleCopyModeIsEndedByAnOperatorOnly() {
        writer.semiSync = false;
        expect(Step.NONE, PAIR.singleCopy(NOW, Duration.ofHours(1), true, "memory upgrade"));
        expect(Step.RESTORE_PAIR, PAIR.singleCopy(NOW, Duration.ofHours(1), false, "the replica was lost"));
    }

    @Test
    void aReplicaUnderMaintenanceIsNotStarted() {
        writer.semiSync = false;
        replica.becomesUnreachable();
        expect(Step.NONE, PAIR.singleCopy(NOW, Duration.ofHours(1), true, "it is rebuilt"));
        expect(
                Step.START_REPLICA,
                PAIR.singleCopy(NOW, Duration.ofHours(1), true, "it is rebuilt").released());
    }

    @Test
    void anAgentThatFindsTheLockOfAnotherAgentStops() {
        writer.lockedByOther = true;
        expect(Step.STAND_DOWN);
        writer.lockedByOther = false;
        replica.lockedByOther = true;
        writer.becomesUnreachable();
        expect(Step.STAND_DOWN);
    }

    @Test
    void aWriterWhoseDiskIsFullIsKilledIfTheReplicaCanTakeOver() {
        writer.diskFullFor = Duration.ofMillis(1_900);
        expect(Step.NONE);
        writer.diskFullFor = Duration.ofMillis(2_000);
        expect(Step.KILL_WRITER);
        expect(
                Step.REFUSE,
                new ClusterState(
                        7,
                        "a",
                        ReplicationMode.PAIR,
                        FailoverPhase.OPEN,
                        NOW,
                        Optional.empty(),
                        false,
                        Optional.of(NOW.minusSeconds(60)),
                        "complete"));
        replica.diskFullFor = Duration.ofMillis(100);
        expect(Step.NONE);
        replica.diskFullFor = Duration.ZERO;
        replica.becomesUnreachable();
        expect(Step.START_REPLICA);
        writer.semiSync = false;
        expect(Step.START_REPLICA, in(ReplicationMode.SINGLE_COPY));
    }

    @Test
    void aWriterOnWhichEveryCommitFailsIsReplacedAndNeverCommitsAlone() {
        writer.commitsFailFor = Duration.ofMillis(400);
        replica.receiving = false;
        writer.semiSyncReplicas = 0;
        writer.probesWithoutReplica = 3;
        expect(Step.NONE);
        writer.commitsFailFor = Duration.ofMillis(2_000);
        expect(Step.KILL_WRITER);
        replica.receiving = true;
        expect(Step.KILL_WRITER);
        replica.applying = false;
        assertTrue(decide(PAIR).step() != Step.KILL_WRITER);
        replica.becomesUnreachable();
        expect(Step.ENTER_SINGLE_COPY);
    }

    @Test
    void aWriterOnWhichEveryCommitFailsStaysWhereTheReplicaMayNotBePromoted() {
        writer.commitsFailFor = Duration.ofMillis(5_000);
        assertTrue(decide(in(ReplicationMode.HELD)).step() != Step.KILL_WRITER);
        trust = ModeTrust.UNCONFIRMED;
        assertTrue(decide(PAIR).step() != Step.KILL_WRITER);
    }

    @Test
    void nothingIsDoneBeforeBothMembersWereProbed() {
        replica.readOnly = false;
        MemberObservation unknown = new MemberMonitor("a", "a", System::nanoTime).observation();
        assertEquals(
                Step.NONE,
                policy.decide(PAIR, ModeTrust.CONFIRMED, unknown, replica.observation(), NOW)
                        .step());
        assertEquals(
                Step.NONE,
                policy.decide(PAIR, ModeTrust.CONFIRMED, writer.observation(), unknown, NOW)
                        .step());
    }

    @Test
    void aServerWithUnsafeSettingsIsNotPaired() {
        replica.unsafeSettings = "rpl_semi_sync_master_timeout";
        expect(Step.HOLD);
        FailoverDecision decision = decide(in(ReplicationMode.HELD));
        assertEquals(Step.REFUSE, decision.step());
        assertTrue(decision.why().contains("rpl_semi_sync_master_timeout"), decision.why());
    }

    @Test
    void whenBothMembersAreUnreachableTheWriterIsStarted() {
        writer.becomesUnreachable();
        replica.becomesUnreachable();
        expect(Step.START_WRITER);
    }

    @Test
    void anAgentThatMeetsALaterTermStopsForGoodBeforeItDoesAnything() {
        // A spare agent has promoted the replica: it is open, and the old writer follows it.
        replica.readOnly = false;
        replica.mark = new AgentMark(8, true);
        expect(Step.SUPERSEDED);
        replica.mark = AgentMark.NONE;
        replica.storedMark = Optional.of(new StoredMark(8, "b"));
        expect(Step.SUPERSEDED);
        replica.storedMark = Optional.of(new StoredMark(7, "a"));
        writer.mark = new AgentMark(8, false);
        expect(Step.SUPERSEDED);
        assertTrue(decide(PAIR).why().contains("term 8"), decide(PAIR).why());
        assertTrue(decide(PAIR).why().contains("term 7"), decide(PAIR).why());
    }

    @Test
    void aLaterTermCountsAlsoWhileTheOtherServerIsUnknownOrGone() {
        writer.becomesUnreachable();
        replica.storedMark = Optional.of(new StoredMark(8, "b"));
        expect(Step.SUPERSEDED);
    }

    @Test
    void aMarkOfTheSameTermWithAnotherWriterIsALaterTermToo() {
        replica.mark = new AgentMark(7, true);
        expect(Step.SUPERSEDED);
        replica.mark = new AgentMark(7, false);
        writer.storedMark = Optional.of(new StoredMark(7, "b"));
        expect(Step.SUPERSEDED);
    }

    @Test
    void aServerWithoutThisTermOnItsDiskIsMarkedThereLastOfAll() {
        replica.storedMark = Optional.of(new StoredMark(6, "b"));
        expect(Step.STORE_MARK);
        replica.storedMark = Optional.empty();
        expect(Step.NONE);
        replica.storedMark = Optional.of(StoredMark.NONE);
        replica.mark = AgentMark.NONE;
        expect(Step.HOLD);
    }

    @Test
    void aThirdServerThatAcknowledgesBesideTheReplicaHoldsThePair() {
        writer.replicaIds = Set.of(2L, 3L);
        expect(Step.NONE);
        writer.semiSyncReplicas = 2;
        writer.probesWithSeveral = 2;
        expect(Step.NONE);
        writer.probesWithSeveral = 3;
        expect(Step.HOLD);
        assertTrue(decide(PAIR).why().contains("server_id 3"), decide(PAIR).why());
        writer.becomesUnreachable();
        expect(Step.HOLD);
    }

    @Test
    void aThirdServerThatAcknowledgesInPlaceOfTheReplicaHoldsThePair() {
        writer.replicaIds = Set.of(3L);
        replica.receiving = false;
        replica.sinceAcknowledging = Duration.ofMillis(1_200);
        expect(Step.HOLD);
        // The replica is cut off from the agent too: the writer still says who is connected to it.
        replica.becomesUnreachable();
        expect(Step.HOLD);
    }

    @Test
    void severalReplicasThatAcknowledgeHoldThePairAlsoWhileTheReplicaIsUnknown() {
        writer.replicaIds = Set.of(2L, 3L);
        writer.semiSyncReplicas = 2;
        writer.probesWithSeveral = 3;
        MemberObservation silent = new MemberMonitor("b", "b", () -> 0L).observation();
        MemberObservation unknown = new MemberObservation(
                "b",
                "b",
                true,
                Optional.empty(),
                silent.statusAge(),
                Duration.ofSeconds(5),
                4,
                false,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                "timed out");
        assertEquals(
                Step.HOLD,
                policy.decide(PAIR, trust, writer.observation(), unknown, NOW).step());
    }

    @Test
    void aThirdReplicaThatDoesNotAcknowledgeDoesNotPreventAFailOver() {
        writer.replicaIds = Set.of(2L, 3L);
        writer.becomesUnreachable();
        replica.receiving = false;
        replica.sinceAcknowledging = Duration.ofMillis(1_000);
        expect(Step.FAIL_OVER);
    }

    @Test
    void aThirdServerThatAcknowledgesKeepsThePairFromBeingRestored() {
        writer.replicaIds = Set.of(2L, 3L);
        writer.semiSyncReplicas = 2;
        expect(Step.REFUSE, in(ReplicationMode.HELD));
        writer.semiSyncReplicas = 1;
        expect(Step.RESTORE_PAIR, in(ReplicationMode.HELD));
    }

    @Test
    void anAgentThatWasNotRunningDoesNotTrustTheModeOnItsDiskForAPromotion() {
        trust = ModeTrust.UNCONFIRMED;
        expect(Step.HOLD);
        writer.becomesUnreachable();
        replica.receiving = false;
        expect(Step.REFUSE);
        assertTrue(
                decide(PAIR).why().contains("--replica-is-complete"),
                decide(PAIR).why());
    }

    @Test
    void anAgentThatWasNotRunningOpensARestartedWriterOnlyIfItHasEverything() {
        trust = ModeTrust.UNCONFIRMED;
        writer.readOnly = true;
        writer.mark = AgentMark.NONE;
        expect(Step.HOLD);
        writer.binlogPosition = "0-1-49";
        writer.appliedPosition = "";
        expect(Step.REFUSE);
    }

    @Test
    void aNewWriterThatWasNotYetOpenedIsGivenUpForAFormerOneThatMayHaveMore() {
        trust = ModeTrust.UNCONFIRMED;
        writer.readOnly = true;
        writer.storedMark = Optional.of(new StoredMark(6, "b"));
        expect(Step.ABANDON_PROMOTION);
        replica.becomesUnreachable();
        expect(Step.REFUSE);
        trust = ModeTrust.VOUCHED;
        expect(Step.OPEN_WRITER);
    }

    @Test
    void anInterruptedPromotionIsGivenUpForAFormerWriterThatMayHaveMore() {
        // The roles of the state: b is the candidate, a the former writer that answers again.
        ClusterState promoting = PAIR.promoting("b", NOW, Duration.ofHours(2), false, "a was silent");
        replica.mark = new AgentMark(7, false);
        trust = ModeTrust.UNCONFIRMED;
        assertEquals(
                Step.ABANDON_PROMOTION,
                policy.decide(promoting, trust, replica.observation(), writer.observation(), NOW)
                        .step());
        writer.binlogPosition = "0-1-49";
        writer.appliedPosition = "";
        FailoverDecision refused = policy.decide(promoting, trust, replica.observation(), writer.observation(), NOW);
        assertEquals(Step.REFUSE, refused.step());
        assertTrue(refused.why().contains("--replica-is-complete"), refused.why());
        trust = ModeTrust.VOUCHED;
        assertEquals(
                Step.RESUME_PROMOTION,
                policy.decide(promoting, trust, replica.observation(), writer.observation(), NOW)
                        .step());
    }

    @Test
    void aWriterIsNotOpenedAndDoesNotAnswerAloneBeforeTheOtherServerWasSeen() {
        replica.becomesUnreachable();
        replica.seen = false;
        writer.semiSyncReplicas = 0;
        writer.probesWithoutReplica = 3;
        expect(Step.REFUSE);
        assertTrue(decide(PAIR).why().contains("--lose b"), decide(PAIR).why());
        writer.readOnly = true;
        writer.mark = AgentMark.NONE;
        expect(Step.REFUSE, in(ReplicationMode.HELD));
        expect(Step.REFUSE, in(ReplicationMode.SINGLE_COPY));
        replica.seen = true;
        expect(Step.OPEN_WRITER, in(ReplicationMode.HELD));
    }
}
