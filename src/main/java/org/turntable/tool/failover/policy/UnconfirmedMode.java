package org.turntable.tool.failover.policy;

import static org.turntable.tool.failover.policy.FailoverDecision.of;

import org.turntable.tool.failover.policy.FailoverDecision.Step;

/**
 * What the agent does instead of a promotion when it was not running before, and has not observed since its start that
 * commits wait. The mode is from its disk: somebody may have switched the waiting off by hand meanwhile, and then the
 * writer alone has what was acknowledged after that. A writer that answers and has everything is opened, which loses
 * nothing whatever has happened; otherwise a person has to say that nothing has.
 */
final class UnconfirmedMode {
    static final String ORDER = "turntable-ops switchover --writer-is-dead --replica-is-complete";

    private UnconfirmedMode() {}

    /** In place of a fail-over or take-over that is due. */
    static FailoverDecision insteadOf(
            FailoverDecision due, MemberObservation writer, MemberObservation replica, FailoverTimeouts timeouts) {
        return due.step() == Step.TAKE_OVER && hasEverything(writer, replica, timeouts)
                ? of(Step.HOLD, due.why() + ", and has everything that " + replica.address() + " has received")
                : of(Step.REFUSE, due.why() + "; " + doubt(writer.address(), replica.address()));
    }

    /**
     * Whether the writer of the state is closed and was not opened in its term. Opening it stores the mark on its disk,
     * sets the mark that a restart removes, and opens it, in this order.
     */
    static boolean isNotYetOpened(ClusterState state, MemberStatus writer) {
        return writer.readOnly()
                && (writer.mark().equals(new AgentMark(state.term(), true))
                        || writer.storedMark()
                                .filter(mark -> mark.term() < state.term())
                                .isPresent());
    }

    /** In place of a change of the writer that was interrupted before the new one was opened. */
    static FailoverDecision insteadOfChange(
            ClusterState state, MemberObservation candidate, MemberObservation former, FailoverTimeouts timeouts) {
        String why = "the change to " + candidate.address() + " was interrupted (" + state.reason() + ")";
        return hasEverything(former, candidate, timeouts)
                ? of(
                        Step.ABANDON_PROMOTION,
                        why + " while this agent was not running, and " + former.address()
                                + " answers and has everything that " + candidate.address() + " has received")
                : of(Step.REFUSE, why + "; " + doubt(former.address(), candidate.address()));
    }

    /** Why a person has to decide, and how. */
    static String doubt(String writer, String replica) {
        return "this agent was not running before, so it cannot know that commits waited for " + replica
                + " all the time. If nobody has changed rpl_semi_sync_master_enabled on " + writer + ": " + ORDER
                + "; else start " + writer + " again: only it has every row";
    }

    /** Why a writer is not opened, and does not answer alone, before the other server was seen. */
    static String unseen(String writer, String replica) {
        return replica + " has not answered since this agent was started, and its disk may carry a later term than this"
                + " folder, with rows that " + writer + " does not have: start it (turntable-db start MASTER; it stays"
                + " closed). If it is lost for good, move the agent's folder away and start the agent with --lose "
                + replica;
    }

    private static boolean hasEverything(
            MemberObservation writer, MemberObservation replica, FailoverTimeouts timeouts) {
        if (!writer.answers(timeouts) || !replica.answers(timeouts)) {
            return false;
        }
        MemberStatus status = replica.status().orElseThrow();
        String received = status.replication()
                .map(MemberStatus.Replication::receivedPosition)
                .filter(position -> GtidPositions.contains(position, status.heldPosition()))
                .orElse(status.heldPosition());
        return status.readOnly()
                && GtidPositions.contains(writer.status().orElseThrow().heldPosition(), received);
    }
}
