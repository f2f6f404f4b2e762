package org.turntable.tool.failover.policy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.turntable.tool.failover.policy.FailoverDecision.Step;

/**
 * The rules for the orders of operators. An order is judged on the cluster state and the observations from which the
 * agent's own steps are decided: it is refused while a step is due that it would undo, and wherever it could lose a row
 * that was acknowledged. A refusal names the reason and the next command.
 */
public final class OrderRules {
    private static final String STATUS = "turntable-ops replica-status";
    private static final String FAIL_OVER = "turntable-ops switchover --writer-is-dead";
    private static final String REBUILD = "turntable-ops rebuild";

    /** Steps that change the writer, or end what a stopped change of the writer has begun. */
    private static final Set<Step> CHANGES_OF_WRITER =
            EnumSet.of(Step.CLOSE_REPLICA, Step.FAIL_OVER, Step.TAKE_OVER, Step.KILL_WRITER);

    private final FailoverTimeouts timeouts;
    private final FailoverPolicy policy;

    public OrderRules(FailoverTimeouts timeouts) {
        this.timeouts = timeouts;
        this.policy = new FailoverPolicy(timeouts);
    }

    /**
     * Whether both members were observed since the last change: an order is judged on observations, never on their
     * absence.
     */
    public boolean canJudge(MemberObservation writer, MemberObservation replica) {
        return isObserved(writer) && isObserved(replica);
    }

    private boolean isObserved(MemberObservation member) {
        return member.answers(timeouts)
                || member.failedProbes() > 0
                || !member.lastError().isEmpty();
    }

    /**
     * Why an order is refused, with the next command; empty if it may be executed.
     *
     * @param confirmed whether the agent, or the operator, knows that the mode did not change while no agent was
     *     running
     * @param writer the observation of the writer of this state
     * @param replica the observation of the other member
     */
    public Optional<String> refusal(
            OperatorOrder order,
            ClusterState state,
            ModeTrust trust,
            MemberObservation writer,
            MemberObservation replica,
            Instant now) {
        if (!canJudge(writer, replica)) {
            return refused("the servers have not been probed yet; try again");
        }
        if (order == OperatorOrder.FAIL_OVER && trust == ModeTrust.VOUCHED && isInterrupted(state, writer)) {
            return Optional.empty();
        }
        if (trust == ModeTrust.UNCONFIRMED && isInterrupted(state, writer)) {
            return refused(policy.decide(state, trust, writer, replica, now).why() + "; " + STATUS);
        }
        if (state.phase() == FailoverPhase.PROMOTING) {
            return refused(state.writer() + " is being promoted (" + state.reason() + ") and applies what it received; "
                    + "nothing may change until it is open: " + STATUS);
        }
        // When its writer has died, a switchover is not reverted any more: the replica has to be promoted.
        if (state.phase() == FailoverPhase.CLOSING && (order != OperatorOrder.FAIL_OVER || writer.answers(timeouts))) {
            return refused("a switchover from " + state.writer() + " is being reverted; wait until it is open again: "
                    + STATUS);
        }
        FailoverDecision due = policy.decide(state, trust, writer, replica, now);
        if (due.step() == Step.STAND_DOWN || due.step() == Step.SUPERSEDED) {
            return refused(due.why() + "; give the order to that agent");
        }
        if (CHANGES_OF_WRITER.contains(due.step()) && order != OperatorOrder.FAIL_OVER
                || due.step() == Step.CLOSE_REPLICA) {
            return refused("the agent is about to act by itself: " + due.why() + "; wait: " + STATUS);
        }
        return switch (order) {
            case SWITCHOVER -> switchover(state, writer, replica);
            case FAIL_OVER -> failOver(state, trust, writer, replica);
            case REJOIN -> rejoin(writer, replica);
            case ENTER_SINGLE_COPY -> enterSingleCopy(state, writer, replica);
            case LEAVE_SINGLE_COPY -> leaveSingleCopy(state, writer, replica);
        };
    }

    /** Whether a change of the writer was stored, and its new writer has not been opened since. */
    public boolean isInterrupted(ClusterState state, MemberObservation writer) {
        return policy.isInterrupted(state, writer);
    }

    private Optional<String> switchover(ClusterState state, MemberObservation writer, MemberObservation replica) {
        if (!isOpen(writer)) {
            return refused(notOpen(writer) + "; if it is dead: " + FAIL_OVER);
        }
        if (!state.isReplicaComplete()) {
            return refused(
                    "the pair is not complete: " + state + "; complete it first: turntable-ops rejoin, " + STATUS);
        }
        MemberStatus from = writer.status().orElseThrow();
        if (from.semiSyncReplicas() == 0
                || !isPromotable(replica)
                || !follows(replica, writer)
                || !replica.status().orElseThrow().isReplicating()) {
            return refused(replica.address() + " does not replicate from " + writer.address()
                    + " and acknowledge; find out why: " + STATUS);
        }
        return AcknowledgingReplicas.notAlone(
                        writer.address(),
                        from,
                        replica.address(),
                        replica.status().orElseThrow())
                .map(why -> why + "; then again: " + STATUS)
                .or(() -> unsafeSettings(writer))
                .or(() -> unsafeSettings(replica));
    }

    private Optional<String> failOver(
            ClusterState state, ModeTrust trust, MemberObservation writer, MemberObservation replica) {
        if (isOpen(writer)) {
            return refused(writer.address()
                    + " answers and is open; without --writer-is-dead it is a planned switchover: turntable-ops"
                    + " switchover");
        }
        if (!state.isReplicaComplete()) {
            return refused("acknowledged rows could be missing on " + replica.address() + " (" + state
                    + "), so it is not promoted; start " + writer.address() + " again: only it has them");
        }
        if (!isPromotable(replica) || !follows(replica, writer)) {
            return refused(replica.address() + " does not answer, does not apply as a replica, or was restarted: it is"
                    + " not promoted; find out why: " + STATUS);
        }
        if (!writer.answers(timeouts) && !writer.isDead(timeouts)) {
            return refused("the agent does not observe " + writer.address() + " as dead (" + writer.lastError()
                    + "); if it is, give the order again in a few seconds");
        }
        if (trust == ModeTrust.UNCONFIRMED) {
            return refused(UnconfirmedMode.doubt(writer.address(), replica.address()));
        }
        return AcknowledgingReplicas.other(writer, replica, timeouts)
                .map(why -> why + ". Acknowledged rows could be missing on " + replica.address() + "; start "
                        + writer.address() + " again: " + STATUS)
                .or(() -> unsafeSettings(replica));
    }

    private Optional<String> rejoin(MemberObservation writer, MemberObservation replica) {
        if (!replica.answers(timeouts)) {
            // It is started only; what it is made to do afterwards is decided by the policy.
            return Optional.empty();
        }
        if (!isOpen(writer)) {
            // Replication that begins anew discards the relay log, in which acknowledged rows may be.
            return refused(notOpen(writer) + ", so " + replica.address()
                    + " has nothing to follow, and its relay log may hold rows that only it has; if "
                    + writer.address() + " is dead: " + FAIL_OVER);
        }
        MemberStatus status = replica.status().orElseThrow();
        String open = writer.status().orElseThrow().binlogPosition();
        // While it follows, it may have applied a row that is younger than the observation of the writer.
        if (status.isDiverged() || !follows(replica, writer) && !GtidPositions.contains(open, status.heldPosition())) {
            return refused(replica.address() + " has transactions that " + writer.address() + " does not have, up to "
                    + status.heldPosition() + " and not " + open + "; rebuild it: " + REBUILD + " "
                    + replica.address());
        }
        return Optional.empty();
    }

    private Optional<String> enterSingleCopy(ClusterState state, MemberObservation writer, MemberObservation replica) {
        if (!replica.seen()) {
            return refused(UnconfirmedMode.unseen(writer.address(), replica.address()) + "; " + STATUS);
        }
        if (!writer.answers(timeouts)) {
            return refused(notOpen(writer) + ", so it cannot commit alone; if it is dead: "
                    + (state.isReplicaComplete() ? FAIL_OVER : "start it again, only it has every row"));
        }
        boolean restarted = writer.status().orElseThrow().mark().isMissing();
        if (restarted && state.isReplicaComplete() && !replica.isDead(timeouts)) {
            return refused(writer.address() + " was restarted, and " + replica.address()
                    + " has every acknowledged row: it takes over. If the agent does not do it by itself: "
                    + FAIL_OVER);
        }
        return Optional.empty();
    }

    private Optional<String> leaveSingleCopy(ClusterState state, MemberObservation writer, MemberObservation replica) {
        if (state.mode() != ReplicationMode.SINGLE_COPY) {
            return Optional.empty();
        }
        if (!isOpen(writer)) {
            return refused(notOpen(writer) + "; " + STATUS);
        }
        boolean replicates = replica.answers(timeouts)
                && follows(replica, writer)
                && replica.status().orElseThrow().isReplicating();
        return replicates
                ? unsafeSettings(writer).or(() -> unsafeSettings(replica))
                : refused(replica.address() + " does not replicate from " + writer.address()
                        + "; first: turntable-ops rejoin");
    }

    private boolean isOpen(MemberObservation writer) {
        return writer.answers(timeouts) && !writer.status().orElseThrow().readOnly();
    }

    private String notOpen(MemberObservation writer) {
        return writer.address()
                + (writer.answers(timeouts) ? " is closed" : " does not answer (" + writer.lastError() + ")");
    }

    private static boolean follows(MemberObservation replica, MemberObservation writer) {
        return replica.status().orElseThrow().follows(writer.source());
    }

    /** Whether it answers, applies what it received, and was not restarted since the agent marked it. */
    private boolean isPromotable(MemberObservation replica) {
        return replica.answers(timeouts)
                && !replica.status().orElseThrow().mark().isMissing()
                && replica.status()
                        .flatMap(MemberStatus::replication)
                        .filter(MemberStatus.Replication::applying)
                        .isPresent();
    }

    private static Optional<String> unsafeSettings(MemberObservation member) {
        return member.status()
                .map(MemberStatus::unsafeSettings)
                .filter(settings -> !settings.isEmpty())
                .map(settings -> member.address() + " runs with unsafe settings (" + settings
                        + "), which could lose acknowledged rows; correct them first");
    }

    private static Optional<String> refused(String why) {
        return Optional.of(why);
    }
}
