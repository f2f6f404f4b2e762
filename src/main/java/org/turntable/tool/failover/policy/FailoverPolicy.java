package org.turntable.tool.failover.policy;

import static org.turntable.tool.failover.policy.FailoverDecision.of;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.turntable.tool.failover.policy.FailoverDecision.Step;

/**
 * The rules of the fail-over: from the cluster state and the observations of both members to the next step. A slow
 * writer is never replaced: a server that still answers, or that still sends events or heartbeats to its replica, is
 * not dead.
 */
public final class FailoverPolicy {
    private static final Set<Step> PROMOTIONS = EnumSet.of(Step.FAIL_OVER, Step.TAKE_OVER);

    private final FailoverTimeouts timeouts;
    private final ReplicaPolicy replicaPolicy;

    public FailoverPolicy(FailoverTimeouts timeouts) {
        this.timeouts = timeouts;
        this.replicaPolicy = new ReplicaPolicy(timeouts);
    }

    /** Whether a change of the writer was stored, and its new writer has not been opened since. */
    boolean isInterrupted(ClusterState state, MemberObservation writer) {
        return state.phase() == FailoverPhase.PROMOTING
                || writer.answers(timeouts)
                        && UnconfirmedMode.isNotYetOpened(state, writer.status().orElseThrow());
    }

    /**
     * The next step.
     *
     * @param trust whether the mode can have changed while no agent was running
     */
    public FailoverDecision decide(
            ClusterState state, ModeTrust trust, MemberObservation writer, MemberObservation replica, Instant now) {
        Optional<String> later = LaterTerm.find(state, List.of(writer, replica));
        if (later.isPresent()) {
            return of(Step.SUPERSEDED, later.get());
        }
        if (lockedByOther(writer) || lockedByOther(replica)) {
            return of(
                    Step.STAND_DOWN,
                    "another agent holds the lock on " + (lockedByOther(writer) ? writer : replica).address());
        }
        if (writer.isUnknown() || replica.isUnknown()) {
            return FailoverDecision.NO_ACTION;
        }
        if (trust == ModeTrust.UNCONFIRMED && isInterrupted(state, writer)) {
            return UnconfirmedMode.insteadOfChange(state, writer, replica, timeouts);
        }
        if (state.phase() == FailoverPhase.PROMOTING) {
            return of(Step.RESUME_PROMOTION, state.reason());
        }
        if (replica.answers(timeouts) && !replica.status().orElseThrow().readOnly()) {
            return of(
                    Step.CLOSE_REPLICA,
                    replica.address() + " accepts writes, but the writer of term " + state.term() + " is "
                            + state.writer());
        }
        if (trust == ModeTrust.UNCONFIRMED && state.mode() == ReplicationMode.PAIR && isOpen(writer)) {
            return of(Step.HOLD, "this agent was not running before; " + replica.address() + " is compared again");
        }
        if (state.phase() == FailoverPhase.CLOSING && writer.answers(timeouts)) {
            return of(Step.REVERT_SWITCHOVER, "a switchover was interrupted");
        }
        if (state.mode() == ReplicationMode.PAIR
                && replica.answers(timeouts)
                && replica.status().orElseThrow().mark().isMissing()) {
            return of(Step.HOLD, replica.address() + " was restarted");
        }
        if (state.mode() == ReplicationMode.PAIR
                && replica.answers(timeouts)
                && !replica.status().orElseThrow().follows(writer.source())) {
            // Replication that is configured anew begins without the relay log.
            return of(Step.HOLD, replica.address() + " does not follow " + writer.address());
        }
        if (state.mode() == ReplicationMode.PAIR
                && !ReplicaPolicy.unsafeSettings(writer, replica).isEmpty()) {
            return of(Step.HOLD, ReplicaPolicy.unsafeSettings(writer, replica));
        }
        Optional<String> other = AcknowledgingReplicas.other(writer, replica, timeouts);
        if (state.mode() == ReplicationMode.PAIR && other.isPresent()) {
            return of(Step.HOLD, other.get());
        }
        FailoverDecision decision = writer.answers(timeouts)
                ? decideForAnsweringWriter(state, writer, replica, now)
                : decideForMissingWriter(state, writer, replica, now);
        if (trust == ModeTrust.UNCONFIRMED && PROMOTIONS.contains(decision.step())) {
            return UnconfirmedMode.insteadOf(decision, writer, replica, timeouts);
        }
        if (!replica.seen() && releases(decision.step(), state, writer)) {
            return of(Step.REFUSE, UnconfirmedMode.unseen(writer.address(), replica.address()));
        }
        if (decision.step() == Step.NONE) {
            decision = replicaPolicy.decide(state, writer, replica);
        }
        return decision.step() == Step.NONE ? replicaPolicy.storeMark(state, writer, replica) : decision;
    }

    /**
     * Why the replica is not the only server that acknowledges the writer's commits; empty if it is. Only then may the
     * mode become PAIR.
     */
    public static Optional<String> notAlone(
            String writer, MemberStatus status, String replica, MemberStatus replicaStatus) {
        return AcknowledgingReplicas.notAlone(writer, status, replica, replicaStatus);
    }

    private boolean lockedByOther(MemberObservation observation) {
        return observation.answers(timeouts)
                && observation.status().orElseThrow().lockedByOther();
    }

    /** Whether a step opens the writer, or lets it answer alone. */
    private static boolean releases(Step step, ClusterState state, MemberObservation writer) {
        return step == Step.ENTER_SINGLE_COPY
                || step == Step.OPEN_WRITER
                        && (state.mode() == ReplicationMode.SINGLE_COPY
                                || writer.status().orElseThrow().readOnly());
    }

    private boolean isOpen(MemberObservation writer) {
        return writer.answers(timeouts)
                && writer.status().filter(status -> !status.readOnly()).isPresent();
    }

    private FailoverDecision decideForAnsweringWriter(
            ClusterState state, MemberObservation writer, MemberObservation replica, Instant now) {
        MemberStatus status = writer.status().orElseThrow();
        if (status.mark().isMissing() && status.readOnly() && state.mode() == ReplicationMode.PAIR) {
            if (replica.answers(timeouts)) {
                // Never opened again while its replica is alive: the replica still has whatever the writer lost when it
                // crashed.
                return ifPromotable(
                        state, replica, now, Step.TAKE_OVER, writer.address() + " was restarted and is closed");
            }
            return replica.isDead(timeouts)
                    ? of(
                            Step.ENTER_SINGLE_COPY,
                            writer.address() + " was restarted, and " + replica.address() + " is dead")
                    : FailoverDecision.NO_ACTION;
        }
        boolean semiSync = state.mode() != ReplicationMode.SINGLE_COPY;
        if (state.mode() == ReplicationMode.PAIR && !status.readOnly() && !status.semiSync()) {
            return of(
                    Step.HOLD,
                    "commits on " + writer.address() + " did not wait for " + replica.address()
                            + ": somebody has set rpl_semi_sync_master_enabled");
        }
        if (status.readOnly()
                || !status.mark().equals(new AgentMark(state.term(), true))
                || status.semiSync() != semiSync) {
            return of(Step.OPEN_WRITER, state.reason());
        }
        if (state.mode() == ReplicationMode.SINGLE_COPY) {
            return state.until().filter(end -> !now.isBefore(end)).isPresent()
                    ? of(Step.HOLD, "the time limit of single-copy mode is over")
                    : FailoverDecision.NO_ACTION;
        }
        if (state.mode() == ReplicationMode.PAIR
                && !writer.commitsFailFor().isZero()
                && replica.canTakeOver(timeouts)) {
            // Nor could it commit alone. The replica may have lost its connection, because the binlog cannot be read
            // either; it has all that was acknowledged.
            return writer.commitsFailFor().compareTo(timeouts.silence()) < 0
                    ? FailoverDecision.NO_ACTION
                    : ifPromotable(
                            state,
                            replica,
                            now,
                            Step.KILL_WRITER,
                            "every commit on " + writer.address() + " fails: its binlog cannot be written");
        }
        boolean replicaFit = state.mode() == ReplicationMode.PAIR
                && replica.answers(timeouts)
                && replica.status()
                        .filter(one -> one.isReplicating() && !one.diskFull())
                        .isPresent();
        if (replicaFit && writer.diskFullFor().compareTo(timeouts.silence()) >= 0) {
            // It answers, but its commits wait for disk space and cannot be ended: an orderly close would not end
            // either.
            return ifPromotable(state, replica, now, Step.KILL_WRITER, "the disk of " + writer.address() + " is full");
        }
        return state.until().isEmpty() ? replicaLost(writer, replica) : FailoverDecision.NO_ACTION;
    }

    private FailoverDecision replicaLost(MemberObservation writer, MemberObservation replica) {
        boolean probesFail = replica.failedProbes() >= FailoverTimeouts.FAILURES;
        boolean disconnected = replica.answers(timeouts)
                && !replica.status()
                        .flatMap(MemberStatus::replication)
                        .map(MemberStatus.Replication::receiving)
                        .orElse(false);
        boolean lost = replica.isUnreachable()
                || writer.probesWithoutReplica() >= FailoverTimeouts.FAILURES && (probesFail || disconnected);
        if (lost
                && (writer.probesWithoutReplica() > 0
                        || writer.commitStall().compareTo(timeouts.probe().multipliedBy(2)) > 0)) {
            return of(
                    Step.ENTER_SINGLE_COPY,
                    "no replica acknowledges: " + replica.address()
                            + (disconnected
                                    ? " is not connected to " + writer.address()
                                    : " is lost: " + replica.lastError()));
        }
        if (writer.commitStall().compareTo(timeouts.silence()) >= 0
                && (probesFail || replica.sourceSilence().compareTo(timeouts.silence()) >= 0)) {
            return of(
                    Step.ENTER_SINGLE_COPY,
                    "commits have waited " + writer.commitStall().toMillis() + " ms for " + replica.address()
                            + (replica.lastError().isEmpty() ? "" : ": " + replica.lastError()));
        }
        // It receives, so nothing looks wrong but the acknowledgements themselves. Without a connected replica that
        // could send one the wait is shorter: with one, the replica may only be slow.
        boolean noneConnected = writer.probesWithoutReplica() >= FailoverTimeouts.FAILURES;
        if (writer.commitStall().compareTo(timeouts.silence().multipliedBy(noneConnected ? 1 : 2)) >= 0) {
            return of(
                    Step.ENTER_SINGLE_COPY,
                    "commits have waited " + writer.commitStall().toMillis() + " ms for " + replica.address()
                            + ", which receives and does not acknowledge: is rpl_semi_sync_slave_enabled ON there?");
        }
        return FailoverDecision.NO_ACTION;
    }

    private FailoverDecision decideForMissingWriter(
            ClusterState state, MemberObservation writer, MemberObservation replica, Instant now) {
        if (!writer.isDead(timeouts)) {
            return FailoverDecision.NO_ACTION;
        }
        String cause = writer.isUnreachable()
                ? "nothing listens at " + writer.address()
                : writer.address() + " has not answered for "
                        + writer.sinceAnswer().toMillis() + " ms";
        if (replica.answers(timeouts) && state.mode() == ReplicationMode.PAIR) {
            if (!replica.hasLostSource(timeouts)) {
                // The replica still receives from the writer: the network between agent and writer is broken, or the
                // server is slow.
                return writer.sinceAnswer().compareTo(timeouts.silence().multipliedBy(2)) < 0
                        ? FailoverDecision.NO_ACTION
                        : of(Step.REFUSE, cause + ", but " + replica.address() + " still receives from it");
            }
            return ifPromotable(
                    state,
                    replica,
                    now,
                    Step.FAIL_OVER,
                    cause + ", and " + replica.address() + " receives nothing from it either");
        }
        if (replica.answers(timeouts)) {
            String refusal = cause + "; " + replica.address()
                    + " is not promoted, because acknowledged rows could be missing there (" + state.mode()
                    + " since " + state.since() + ": " + state.reason() + ")";
            return of(writer.isUnreachable() ? Step.START_WRITER : Step.REFUSE, refusal);
        }
        return replica.isDead(timeouts) && writer.isUnreachable()
                ? of(Step.START_WRITER, cause + ", and " + replica.address() + " is dead too")
                : FailoverDecision.NO_ACTION;
    }

    /** The step if the replica may be promoted, or a refusal with the reason. */
    private FailoverDecision ifPromotable(
            ClusterState state, MemberObservation replica, Instant now, Step step, String why) {
        MemberStatus status = replica.status().orElseThrow();
        if (!state.isReplicaComplete()) {
            return of(Step.REFUSE, why + "; " + replica.address() + " was not observed to have every transaction");
        }
        if (!status.replication().map(MemberStatus.Replication::applying).orElse(false)) {
            return of(
                    Step.REFUSE,
                    why + "; " + replica.address() + " does not apply what it received: "
                            + status.replication()
                                    .map(MemberStatus.Replication::error)
                                    .orElse("it is not a replica"));
        }
        // A time in the future was written before the clock was put back, and says nothing.
        Duration sinceFailover = state.lastAutomaticFailover()
                .filter(last -> !last.isAfter(now))
                .map(last -> Duration.between(last, now))
                .orElse(timeouts.pause());
        if (sinceFailover.compareTo(timeouts.pause()) < 0) {
            return of(
                    Step.REFUSE,
                    why + "; the last fail-over was " + sinceFailover.toMinutes()
                            + " minutes ago, so an operator has to decide: turntable-ops switchover --writer-is-dead");
        }
        return of(step, why);
    }
}
