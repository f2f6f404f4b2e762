package org.turntable.tool.failover.policy;

import static org.turntable.tool.failover.policy.FailoverDecision.of;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.turntable.tool.failover.policy.FailoverDecision.Step;

/**
 * The rules for the replica while nothing has to be done about the writer: it is started, marked, attached and caught
 * up.
 */
final class ReplicaPolicy {
    private final FailoverTimeouts timeouts;

    ReplicaPolicy(FailoverTimeouts timeouts) {
        this.timeouts = timeouts;
    }

    FailoverDecision decide(ClusterState state, MemberObservation writer, MemberObservation replica) {
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

    /** The mark on disk is written last of all, since a disk that does not answer must not delay another step. */
    FailoverDecision storeMark(ClusterState state, MemberObservation writer, MemberObservation replica) {
        StoredMark due = new StoredMark(state.term(), state.writer());
        return Stream.of(writer, replica)
                .filter(one -> one.answers(timeouts))
                .filter(one -> !one.status().orElseThrow().diskFull())
                .filter(one -> one.status()
                        .flatMap(MemberStatus::storedMark)
                        .filter(mark -> !mark.equals(due))
                        .isPresent())
                .findFirst()
                .map(one -> of(Step.STORE_MARK, one.address()))
                .orElse(FailoverDecision.NO_ACTION);
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
        if (writer.semiSync() && writer.semiSyncReplicas() > 1) {
            Optional<String> several =
                    AcknowledgingReplicas.notAlone(source.address(), writer, replica.address(), status);
            if (several.isPresent()) {
                return of(Step.REFUSE, several.get());
            }
        }
        String unsafeSettings = unsafeSettings(source, replica);
        return unsafeSettings.isEmpty()
                ? of(Step.RESTORE_PAIR, replica.address() + " replicates")
                : of(Step.REFUSE, unsafeSettings);
    }

    /** The members that run with other settings than node.cnf gives them, for example because the file is not read. */
    static String unsafeSettings(MemberObservation... observations) {
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
