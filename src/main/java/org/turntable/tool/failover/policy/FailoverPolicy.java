package org.turntable.tool.failover.policy;

import static org.turntable.tool.failover.policy.FailoverDecision.of;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turntable.tool.failover.policy.FailoverDecision.Step;

/**
 * The rules of the fail-over: from the cluster state and the observations of both members to the next step. A slow
 * writer is never replaced: a server that still answers, or that still sends events or heartbeats to its replica, is
 * not dead.
 */
public final class FailoverPolicy {
    private final FailoverTimeouts timeouts;

    public FailoverPolicy(FailoverTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    public FailoverDecision decide(
            ClusterState state, MemberObservation writer, MemberObservation replica, Instant now) {
        if (lockedByOther(writer) || lockedByOther(replica)) {
            return of(
                    Step.STAND_DOWN,
                    "another agent holds the lock on " + (lockedByOther(writer) ? writer : replica).address());
        }
        if (writer.isUnknown() || replica.isUnknown()) {
            return FailoverDecision.NO_ACTION;
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
                && !unsafeSettings(writer, replica).isEmpty()) {
            return of(Step.HOLD, unsafeSettings(writer, replica));
        }
        FailoverDecision writerDecision = writer.answers(timeouts)
                ? decideForAnsweringWriter(state, writer, replica, now)
                : decideForMissingWriter(state, writer, replica, now);
        return writerDecision.step() == Step.NONE ? replicaDecision(state, writer, replica) : writerDecision;
    }

    private boolean lockedByOther(MemberObservation observation) {
        return observation.answers(timeouts)
                && observation.status().orElseThrow().lockedByOther();
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

    private FailoverDecision replicaDecision(ClusterState state, MemberObservation writer, MemberObservation replica) {
        if (!replica.answers(timeouts)) {
            // While an operator works on it, it is not started: that would corrupt a rebuild.
            return replica.isUnreachable() && !state.manual()
                    ? of(Step.START_REPLICA, "nothing listens at " + replica.address())
                    : FailoverDecision.NO_ACTION;
        }
        MemberStatus status = replica.status().orElseThrow();
        if (!status.mark().equals(new AgentMark(state.term(), false))) {
            return of(Step.MARK_REPLICA, "");
        }
        if (!writer.answers(timeouts) || writer.status().orElseThrow().readOnly()) {
            return FailoverDecision.NO_ACTION;
        }
        if (status.isDiverged()) {
            return of(
                    Step.REFUSE,
                    replica.address() + " has transactions that " + writer.address()
                            + " does not have: it has to be rebuilt ("
                            + status.replication().orElseThrow().error() + ")");
        }
        return decideReplication(state, writer, replica);
    }

    private static FailoverDecision decideReplication(
            ClusterState state, MemberObservation source, MemberObservation replica) {
        MemberStatus writer = source.status().orElseThrow();
        MemberStatus status = replica.status().orElseThrow();
        if (!status.follows(source.source()) || status.semiSync()) {
            return GtidPositions.contains(writer.binlogPosition(), status.heldPosition())
                    ? of(Step.REJOIN, replica.address() + " does not follow the writer")
                    : of(
                            Step.REFUSE,
                            replica.address() + " has transactions that the writer does not have, up to "
                                    + status.heldPosition() + " and not " + writer.binlogPosition()
                                    + ": it has to be rebuilt");
        }
        MemberStatus.Replication replication = status.replication().orElseThrow();
        if (!replication.applying()) {
            return of(
                    Step.REFUSE,
                    replica.address() + " does not apply what it receives: "
                            + (replication.error().isEmpty() ? "its replication was stopped" : replication.error())
                            + "; repair it, then turntable-ops rejoin");
        }
        boolean wantsPair =
                state.mode() == ReplicationMode.HELD || state.mode() == ReplicationMode.SINGLE_COPY && !state.manual();
        if (!wantsPair || !status.isReplicating()) {
            return FailoverDecision.NO_ACTION;
        }
        String unsafeSettings = unsafeSettings(source, replica);
        return unsafeSettings.isEmpty()
                ? of(Step.RESTORE_PAIR, replica.address() + " replicates")
                : of(Step.REFUSE, unsafeSettings);
    }

    /** The members that run with other settings than node.cnf gives them, for example because the file is not read. */
    private static String unsafeSettings(MemberObservation... observations) {
        return Stream.of(observations)
                .filter(observation -> observation
                        .status()
                        .filter(status -> !status.unsafeSettings().isEmpty())
                        .isPresent())
                .map(observation ->
                        observation.address() + " runs with unsafe settings, which could lose acknowledged rows ("
                                + observation.status().orElseThrow().unsafeSettings() + "): does it read node.cnf?")
                .collect(Collectors.joining("; "));
    }
}
