package org.turntable.tool.failover.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every order in every phase and mode, at every sight of both servers. */
class OrderRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final FailoverTimeouts TIMEOUTS = new FailoverTimeouts(
            Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofHours(1), Duration.ofHours(2));
    private static final Duration RECENT = Duration.ofMillis(100);
    private static final Duration LONG_AGO = Duration.ofSeconds(5);

    /** What the agent sees of the writer. */
    private enum Writer {
        OPEN,
        FULL_DISK,
        CLOSED,
        RESTARTED,
        SLOW,
        HANGING,
        DEAD,
        UNKNOWN,
        LOCKED
    }

    /** What the agent sees of the other server. */
    private enum Replica {
        REPLICATING,
        STOPPED_APPLYING,
        ELSEWHERE,
        DIVERGED,
        RESTARTED,
        ACCEPTS_WRITES,
        SLOW,
        HANGING,
        DEAD,
        UNKNOWN
    }

    /**
     * In phase OPEN: order, mode, sight of the writer, and the sights of the replica at which it is executed; ANY are
     * all but ACCEPTS_WRITES and UNKNOWN.
     */
    private static final String EXECUTED = """
            SWITCHOVER PAIR OPEN: REPLICATING
            FAIL_OVER PAIR CLOSED: REPLICATING DIVERGED
            FAIL_OVER PAIR RESTARTED: REPLICATING DIVERGED
            FAIL_OVER PAIR HANGING: REPLICATING DIVERGED
            FAIL_OVER PAIR DEAD: REPLICATING DIVERGED
            REJOIN PAIR OPEN: REPLICATING STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            REJOIN PAIR FULL_DISK: STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            REJOIN PAIR CLOSED: SLOW HANGING DEAD
            REJOIN PAIR RESTARTED: SLOW HANGING DEAD
            REJOIN PAIR SLOW: SLOW HANGING DEAD
            REJOIN PAIR HANGING: SLOW HANGING DEAD
            REJOIN PAIR DEAD: SLOW HANGING DEAD
            REJOIN SINGLE_COPY OPEN: REPLICATING STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            REJOIN SINGLE_COPY FULL_DISK: REPLICATING STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            REJOIN SINGLE_COPY CLOSED: SLOW HANGING DEAD
            REJOIN SINGLE_COPY RESTARTED: SLOW HANGING DEAD
            REJOIN SINGLE_COPY SLOW: SLOW HANGING DEAD
            REJOIN SINGLE_COPY HANGING: SLOW HANGING DEAD
            REJOIN SINGLE_COPY DEAD: SLOW HANGING DEAD
            REJOIN HELD OPEN: REPLICATING STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            REJOIN HELD FULL_DISK: REPLICATING STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            REJOIN HELD CLOSED: SLOW HANGING DEAD
            REJOIN HELD RESTARTED: SLOW HANGING DEAD
            REJOIN HELD SLOW: SLOW HANGING DEAD
            REJOIN HELD HANGING: SLOW HANGING DEAD
            REJOIN HELD DEAD: SLOW HANGING DEAD
            ENTER_SINGLE_COPY PAIR OPEN: ANY
            ENTER_SINGLE_COPY PAIR FULL_DISK: STOPPED_APPLYING ELSEWHERE DIVERGED RESTARTED SLOW HANGING DEAD
            ENTER_SINGLE_COPY PAIR CLOSED: ANY
            ENTER_SINGLE_COPY PAIR RESTARTED: HANGING DEAD
            ENTER_SINGLE_COPY SINGLE_COPY OPEN: ANY
            ENTER_SINGLE_COPY SINGLE_COPY FULL_DISK: ANY
            ENTER_SINGLE_COPY SINGLE_COPY CLOSED: ANY
            ENTER_SINGLE_COPY SINGLE_COPY RESTARTED: ANY
            ENTER_SINGLE_COPY HELD OPEN: ANY
            ENTER_SINGLE_COPY HELD FULL_DISK: ANY
            ENTER_SINGLE_COPY HELD CLOSED: ANY
            ENTER_SINGLE_COPY HELD RESTARTED: ANY
            LEAVE_SINGLE_COPY PAIR OPEN: ANY
            LEAVE_SINGLE_COPY PAIR FULL_DISK: STOPPED_APPLYING ELSEWHERE DIVERGED RESTARTED SLOW HANGING DEAD
            LEAVE_SINGLE_COPY PAIR CLOSED: ANY
            LEAVE_SINGLE_COPY PAIR RESTARTED: STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            LEAVE_SINGLE_COPY PAIR SLOW: ANY
            LEAVE_SINGLE_COPY PAIR HANGING: STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            LEAVE_SINGLE_COPY PAIR DEAD: STOPPED_APPLYING ELSEWHERE RESTARTED SLOW HANGING DEAD
            LEAVE_SINGLE_COPY SINGLE_COPY OPEN: REPLICATING RESTARTED
            LEAVE_SINGLE_COPY SINGLE_COPY FULL_DISK: REPLICATING RESTARTED
            LEAVE_SINGLE_COPY HELD OPEN: ANY
            LEAVE_SINGLE_COPY HELD FULL_DISK: ANY
            LEAVE_SINGLE_COPY HELD CLOSED: ANY
            LEAVE_SINGLE_COPY HELD RESTARTED: ANY
            LEAVE_SINGLE_COPY HELD SLOW: ANY
            LEAVE_SINGLE_COPY HELD HANGING: ANY
            LEAVE_SINGLE_COPY HELD DEAD: ANY
            """;

    private static final List<String> ANY = Stream.of(Replica.values())
            .filter(replica -> replica != Replica.ACCEPTS_WRITES && replica != Replica.UNKNOWN)
            .map(Replica::name)
            .toList();

    private final OrderRules rules = new OrderRules(TIMEOUTS);

    @Test
    void inPhaseOpenAnOrderIsExecutedExactlyAtTheSightsOfTheTable() {
        List<String> executed = new ArrayList<>();
        for (OperatorOrder order : OperatorOrder.values()) {
            for (ReplicationMode mode : ReplicationMode.values()) {
                for (Writer writer : Writer.values()) {
                    List<String> replicas = new ArrayList<>();
                    for (Replica replica : Replica.values()) {
                        if (refusal(order, state(mode, FailoverPhase.OPEN), writer, replica)
                                .isEmpty()) {
                            replicas.add(replica.name());
                        }
                    }
                    if (!replicas.isEmpty()) {
                        executed.add(order + " " + mode + " " + writer + ": "
                                + (replicas.equals(ANY) ? "ANY" : String.join(" ", replicas)));
                    }
                }
            }
        }
        assertEquals(EXECUTED.strip(), String.join("\n", executed));
    }

    @Test
    void whileTheWriterIsBeingChangedEveryOrderIsRefusedButAFailOverFromADeadOne() {
        for (OperatorOrder order : OperatorOrder.values()) {
            for (ReplicationMode mode : ReplicationMode.values()) {
                for (FailoverPhase phase : List.of(FailoverPhase.PROMOTING, FailoverPhase.CLOSING)) {
                    for (Writer writer : Writer.values()) {
                        for (Replica replica : Replica.values()) {
                            assertEquals(
                                    !mayFailOver(order, mode, phase, writer, replica),
                                    refusal(order, state(mode, phase), writer, replica)
                                            .isPresent(),
                                    order + " " + mode + " " + phase + " " + writer + " " + replica);
                        }
                    }
                }
            }
        }
    }

    /** The only order: the writer of an interrupted switchover has died, and its replica has everything. */
    private static boolean mayFailOver(
            OperatorOrder order, ReplicationMode mode, FailoverPhase phase, Writer writer, Replica replica) {
        return order == OperatorOrder.FAIL_OVER
                && phase == FailoverPhase.CLOSING
                && mode == ReplicationMode.PAIR
                && (writer == Writer.DEAD || writer == Writer.HANGING)
                && (replica == Replica.REPLICATING || replica == Replica.DIVERGED);
    }

    @Test
    void everyRefusalSaysWhatToDoNext() {
        Map<String, String> silent = new TreeMap<>();
        for (OperatorOrder order : OperatorOrder.values()) {
            for (ReplicationMode mode : ReplicationMode.values()) {
                for (FailoverPhase phase : FailoverPhase.values()) {
                    for (Writer writer : Writer.values()) {
                        for (Replica replica : Replica.values()) {
                            refusal(order, state(mode, phase), writer, replica)
                                    .filter(why -> !why.matches(
                                            "(?s).*(turntable-ops \\S+|again|correct them first|to that agent).*"))
                                    .ifPresent(
                                            why -> silent.put(order + " " + mode + " " + writer + " " + replica, why));
                        }
                    }
                }
            }
        }
        assertEquals(Map.of(), silent);
    }

    @Test
    void aServerWithUnsafeSettingsIsNotMadeTheWriter() {
        MemberObservation unsafe = observation(
                "b",
                status(true, false, 0, new AgentMark(7, false), follows("a"), false, "sync_binlog=0"),
                RECENT,
                0,
                false);
        for (OperatorOrder order : List.of(OperatorOrder.SWITCHOVER, OperatorOrder.LEAVE_SINGLE_COPY)) {
            ReplicationMode mode =
                    order == OperatorOrder.SWITCHOVER ? ReplicationMode.PAIR : ReplicationMode.SINGLE_COPY;
            Optional<String> refusal = rules.refusal(
                    order, state(mode, FailoverPhase.OPEN), ModeTrust.CONFIRMED, writer(Writer.OPEN), unsafe, NOW);
            assertTrue(refusal.orElse("").contains("sync_binlog=0"), () -> order + ": " + refusal);
        }
    }

    @Test
    void onlyAFailOverNeedsAModeThatIsConfirmedOrVouchedFor() {
        List<String> different = new ArrayList<>();
        for (OperatorOrder order : OperatorOrder.values()) {
            for (ReplicationMode mode : ReplicationMode.values()) {
                for (Writer writer : Writer.values()) {
                    for (Replica replica : Replica.values()) {
                        ClusterState state = state(mode, FailoverPhase.OPEN);
                        Optional<String> unconfirmed = rules.refusal(
                                order, state, ModeTrust.UNCONFIRMED, writer(writer), replica(replica, writer), NOW);
                        if (unconfirmed.isPresent()
                                != refusal(order, state, writer, replica).isPresent()) {
                            different.add(order + " " + mode + " " + writer + " " + replica);
                        }
                    }
                }
            }
        }
        // At a writer with a full disk the agent compares the replica first, and at one that is closed it may have to
        // give
        // up a change of the writer; leaving single-copy mode changes nothing in the mode PAIR.
        assertEquals(
                List.of(
                        "FAIL_OVER PAIR RESTARTED REPLICATING",
                        "FAIL_OVER PAIR RESTARTED DIVERGED",
                        "FAIL_OVER PAIR HANGING REPLICATING",
                        "FAIL_OVER PAIR HANGING DIVERGED",
                        "FAIL_OVER PAIR DEAD REPLICATING",
                        "FAIL_OVER PAIR DEAD DIVERGED"),
                different.stream()
                        .filter(one ->
                                !one.startsWith("LEAVE") && !one.contains(" CLOSED ") && !one.contains("FULL_DISK"))
                        .toList());
    }

    @Test
    void atAWriterThatIsClosedAndWasNotOpenedInItsTermNoOrderIsExecutedByAnAgentThatWasNotRunning() {
        for (OperatorOrder order : OperatorOrder.values()) {
            for (ReplicationMode mode : ReplicationMode.values()) {
                for (Replica replica : Replica.values()) {
                    Optional<String> refusal = rules.refusal(
                            order,
                            state(mode, FailoverPhase.OPEN),
                            ModeTrust.UNCONFIRMED,
                            writer(Writer.CLOSED),
                            replica(replica, Writer.CLOSED),
                            NOW);
                    assertTrue(refusal.isPresent(), order + " " + mode + " " + replica);
                }
            }
        }
    }

    @Test
    void anInterruptedPromotionGoesOnWhenAPersonVouchesForIt() {
        ClusterState promoting = state(ReplicationMode.SINGLE_COPY, FailoverPhase.PROMOTING);
        for (OperatorOrder order : OperatorOrder.values()) {
            Optional<String> refusal = rules.refusal(
                    order,
                    promoting,
                    ModeTrust.VOUCHED,
                    writer(Writer.CLOSED),
                    replica(Replica.DEAD, Writer.CLOSED),
                    NOW);
            assertEquals(order != OperatorOrder.FAIL_OVER, refusal.isPresent(), order::name);
        }
    }

    @Test
    void anotherServerThatAcknowledgesPreventsEveryChangeOfTheWriter() {
        MemberStatus open = new MemberStatus(
                false,
                true,
                new MemberStatus.Replicas(2, Set.of(2L, 3L)),
                0,
                3,
                "0-1-50",
                "0-1-50",
                1,
                new AgentMark(7, true),
                Optional.of(new StoredMark(7, "a")),
                Optional.empty(),
                false,
                false,
                "",
                MemberStatus.Commits.NONE);
        ClusterState pair = state(ReplicationMode.PAIR, FailoverPhase.OPEN);
        Optional<String> refusal = rules.refusal(
                OperatorOrder.SWITCHOVER,
                pair,
                ModeTrust.CONFIRMED,
                observation("a", open, RECENT, 0, false),
                replica(Replica.REPLICATING, Writer.OPEN),
                NOW);
        assertTrue(refusal.orElse("").contains("server_id 3"), refusal::toString);
        MemberObservation dead = new MemberObservation(
                "a",
                "a",
                true,
                Optional.of(open),
                LONG_AGO,
                LONG_AGO,
                4,
                true,
                LONG_AGO,
                LONG_AGO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                3,
                "refused");
        Optional<String> failOver = rules.refusal(
                OperatorOrder.FAIL_OVER,
                pair,
                ModeTrust.CONFIRMED,
                dead,
                replica(Replica.REPLICATING, Writer.DEAD),
                NOW);
        assertTrue(failOver.orElse("").contains("server_id 3"), failOver::toString);
    }

    private Optional<String> refusal(OperatorOrder order, ClusterState state, Writer writer, Replica replica) {
        return rules.refusal(order, state, ModeTrust.CONFIRMED, writer(writer), replica(replica, writer), NOW);
    }

    private static ClusterState state(ReplicationMode mode, FailoverPhase phase) {
        return new ClusterState(
                7,
                "a",
                mode,
                phase,
                NOW.minusSeconds(60),
                mode == ReplicationMode.SINGLE_COPY ? Optional.of(NOW.plusSeconds(60)) : Optional.empty(),
                false,
                Optional.empty(),
                "as before");
    }

    private static MemberObservation writer(Writer sight) {
        AgentMark mark = sight == Writer.RESTARTED ? AgentMark.NONE : new AgentMark(7, true);
        boolean readOnly = sight == Writer.CLOSED || sight == Writer.RESTARTED;
        MemberStatus status = status(readOnly, true, 1, mark, Optional.empty(), sight == Writer.LOCKED, "");
        return switch (sight) {
            case OPEN, CLOSED, RESTARTED, LOCKED -> observation("a", status, RECENT, 0, false);
            case FULL_DISK ->
                new MemberObservation(
                        "a",
                        "a",
                        true,
                        Optional.of(status),
                        RECENT,
                        RECENT,
                        0,
                        false,
                        RECENT,
                        RECENT,
                        Duration.ZERO,
                        LONG_AGO,
                        Duration.ZERO,
                        0,
                        0,
                        "");
            case SLOW -> observation("a", status, Duration.ofMillis(700), 2, false);
            case HANGING -> observation("a", status, LONG_AGO, 4, false);
            case DEAD -> observation("a", status, LONG_AGO, 4, true);
            case UNKNOWN -> unknown("a");
        };
    }

    private static MemberObservation replica(Replica sight, Writer writer) {
        boolean receives = writer != Writer.DEAD && writer != Writer.HANGING;
        Optional<MemberStatus.Replication> replication = switch (sight) {
            case STOPPED_APPLYING -> Optional.of(replication("a", receives, false, "1062 duplicate"));
            case DIVERGED -> Optional.of(replication("a", false, true, "1236 ahead of the source"));
            case ELSEWHERE -> Optional.of(replication("c", true, true, ""));
            default -> Optional.of(replication("a", receives, true, ""));
        };
        AgentMark mark = sight == Replica.RESTARTED ? AgentMark.NONE : new AgentMark(7, false);
        MemberStatus status = status(sight != Replica.ACCEPTS_WRITES, false, 0, mark, replication, false, "");
        return switch (sight) {
            case SLOW -> observation("b", status, Duration.ofMillis(700), 2, false);
            case HANGING -> observation("b", status, LONG_AGO, 4, false);
            case DEAD -> observation("b", status, LONG_AGO, 4, true);
            case UNKNOWN -> unknown("b");
            default -> observation("b", status, RECENT, 0, false);
        };
    }

    private static Optional<MemberStatus.Replication> follows(String source) {
        return Optional.of(replication(source, true, true, ""));
    }

    private static MemberStatus.Replication replication(
            String source, boolean receiving, boolean applying, String error) {
        return new MemberStatus.Replication(
                source, receiving, true, applying, "0-1-50", "9", Duration.ofMillis(500), error);
    }

    private static MemberStatus status(
            boolean readOnly,
            boolean semiSync,
            int semiSyncReplicas,
            AgentMark mark,
            Optional<MemberStatus.Replication> replication,
            boolean lockedByOther,
            String unsafeSettings) {
        return new MemberStatus(
                readOnly,
                semiSync,
                new MemberStatus.Replicas(semiSyncReplicas, Set.of(2L)),
                0,
                3,
                "0-1-50",
                "0-1-50",
                replication.isPresent() ? 2 : 1,
                mark,
                Optional.of(new StoredMark(7, "a")),
                replication,
                lockedByOther,
                false,
                unsafeSettings,
                MemberStatus.Commits.NONE);
    }

    private static MemberObservation observation(
            String address, MemberStatus status, Duration age, int failedProbes, boolean unreachable) {
        return new MemberObservation(
                address,
                address,
                true,
                Optional.of(status),
                age,
                age,
                failedProbes,
                unreachable,
                age.compareTo(LONG_AGO) < 0 ? RECENT : LONG_AGO,
                age.compareTo(LONG_AGO) < 0 ? RECENT : LONG_AGO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                failedProbes > 0 ? "refused" : "");
    }

    private static MemberObservation unknown(String address) {
        return new MemberObservation(
                address,
                address,
                false,
                Optional.empty(),
                RECENT,
                RECENT,
                0,
                false,
                RECENT,
                RECENT,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                0,
                0,
                "");
    }
}
