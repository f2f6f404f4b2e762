package org.turntable.tool.failover.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the agent has decided, as stored on its disk. It is the only authority on which member is the writer.
 *
 * @param term increases with each change of the writer
 * @param writer the only member that may be open, by its address in database.hosts
 * @param mode on how many members a commit is stored when it is answered
 * @param phase how far a change of the writer has come
 * @param since when mode or writer last changed
 * @param until when single-copy mode ends; in HELD mode when it ended, then only an operator can enter it again
 * @param manual whether an operator entered single-copy mode; then only an operator ends it, and the agent does not
 *     start the replica
 * @param lastAutomaticFailover the last fail-over that no operator requested
 * @param reason why mode or writer changed, in words
 */
public record ClusterState(
        long term,
        String writer,
        ReplicationMode mode,
        FailoverPhase phase,
        Instant since,
        Optional<Instant> until,
        boolean manual,
        Optional<Instant> lastAutomaticFailover,
        String reason) {

    /** The first state of an agent without a stored one: the writer is given, and nothing is known of the replica. */
    public static ClusterState first(long term, String writer, Instant now, String reason) {
        return new ClusterState(
                term,
                writer,
                ReplicationMode.HELD,
                FailoverPhase.OPEN,
                now,
                Optional.empty(),
                false,
                Optional.empty(),
                reason);
    }

    /** An operator hands the replica back to the agent. */
    public ClusterState released() {
        return new ClusterState(term, writer, mode, phase, since, until, false, lastAutomaticFailover, reason);
    }

    /** The replica was observed to have every transaction. */
    public ClusterState pairRestored(Instant now) {
        return new ClusterState(
                term,
                writer,
                ReplicationMode.PAIR,
                phase,
                now,
                Optional.empty(),
                false,
                lastAutomaticFailover,
                "the replica has every transaction and acknowledges");
    }

    /**
     * The writer commits nothing without a replica, and the replica may not be promoted. Keeps the end of single-copy
     * mode if that time is over.
     */
    public ClusterState held(Instant now, String why) {
        return new ClusterState(
                term,
                writer,
                ReplicationMode.HELD,
                phase,
                now,
                until.filter(end -> !now.isBefore(end)),
                manual,
                lastAutomaticFailover,
                why);
    }

    /** The writer commits without a replica, for at most that long. */
    public ClusterState singleCopy(Instant now, Duration limit, boolean manual, String why) {
        return new ClusterState(
                term,
                writer,
                ReplicationMode.SINGLE_COPY,
                phase,
                now,
                Optional.of(now.plus(limit)),
                manual,
                lastAutomaticFailover,
                why);
    }

    /** A candidate was chosen; it starts in single-copy mode. */
    public ClusterState promoting(String candidate, Instant now, Duration limit, boolean requested, String why) {
        return new ClusterState(
                term + 1,
                candidate,
                ReplicationMode.SINGLE_COPY,
                FailoverPhase.PROMOTING,
                now,
                Optional.of(now.plus(limit)),
                false,
                requested ? lastAutomaticFailover : Optional.of(now),
                why);
    }

    /** The candidate has applied everything it received; from now on it may be open. */
    public ClusterState opened() {
        return new ClusterState(
                term, writer, mode, FailoverPhase.OPEN, since, until, manual, lastAutomaticFailover, reason);
    }

    /**
     * The candidate lost its relay log before it was opened, or the former writer may have more than it: the former
     * writer is the writer again.
     */
    public ClusterState abandoned(String former, Instant now, String why) {
        return new ClusterState(
                term + 1,
                former,
                ReplicationMode.HELD,
                FailoverPhase.OPEN,
                now,
                Optional.empty(),
                false,
                lastAutomaticFailover,
                why);
    }

    /** A planned switchover starts to close the writer. */
    public ClusterState closing() {
        return new ClusterState(
                term, writer, mode, FailoverPhase.CLOSING, since, until, manual, lastAutomaticFailover, reason);
    }

    /**
     * A planned switchover is decided: the new writer has every transaction, and waits for acknowledgements from its
     * first commit on.
     *
     * @param alone whether only the old writer can acknowledge them: else the pair has to be observed first
     */
    public ClusterState switchedOver(String to, boolean alone, Instant now, String why) {
        return new ClusterState(
                term + 1,
                to,
                alone ? ReplicationMode.PAIR : ReplicationMode.HELD,
                FailoverPhase.OPEN,
                now,
                Optional.empty(),
                false,
                lastAutomaticFailover,
                why);
    }

    /** Whether the replica has every acknowledged transaction, so that it may be promoted. */
    public boolean isReplicaComplete() {
        return mode == ReplicationMode.PAIR;
    }

    @Override
    public String toString() {
        return "term " + term + ", writer " + writer + ", " + mode + (phase == FailoverPhase.OPEN ? "" : ", " + phase)
                + " since " + since + ": " + reason;
    }
}
