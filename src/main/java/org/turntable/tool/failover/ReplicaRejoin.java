package org.turntable.tool.failover;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.turntable.tool.failover.policy.FailoverPolicy;
import org.turntable.tool.failover.policy.GtidPositions;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ReplicationMode;

/** Makes the replica replicate from the writer, catch up and acknowledge again. */
final class ReplicaRejoin {
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long ATTACH_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final MemberPair pair;
    private final ServerProcessControl processes;
    private final LongSupplier nanoClock;
    private long lastAttempt;
    private boolean tried;

    ReplicaRejoin(MemberPair pair, ServerProcessControl processes, LongSupplier nanoClock) {
        this.pair = pair;
        this.processes = processes;
        this.nanoClock = nanoClock;
    }

    /**
     * Makes the replica replicate from the writer, if it does not. It is closed and has no transaction that the writer
     * does not have.
     */
    void rejoin() throws MemberException {
        Member replica = pair.replica();
        MemberStatus status = replica.readStatus();
        if (status.semiSync()) {
            replica.setSemiSync(false);
        } else if (status.follows(pair.writer().source()) && status.isReplicating()) {
            return;
        }
        replica.replicateFrom(pair.writer().source());
        pair.journal(replica.address() + " follows " + pair.writer().address());
    }

    /**
     * Returns to PAIR mode when the replica has caught up. First every commit waits for it again, then it must have
     * received everything up to a position that was read after that. Received is enough, as for an acknowledgement: a
     * replica on a slower machine would never finish applying while the writer commits without it.
     *
     * @return whether the mode is PAIR now
     * @throws MemberException also when another server acknowledges, in place of the replica or beside it
     */
    boolean restorePair() throws MemberException {
        Member writer = pair.writer();
        Member replica = pair.replica();
        boolean singleCopy = pair.state().mode() == ReplicationMode.SINGLE_COPY;
        if (tried && nanoClock.getAsLong() - lastAttempt < PAUSE_NANOS
                || singleCopy && !awaitReceived(replica, writer.readStatus().binlogPosition(), NEAR_NANOS)) {
            return false;
        }
        tried = true;
        lastAttempt = nanoClock.getAsLong();
        writer.setSemiSync(true);
        MemberStatus writerStatus = awaitSemiSyncReplica(writer);
        MemberStatus replicaStatus = replica.readStatus();
        Optional<String> notAlone =
                FailoverPolicy.notAlone(writer.address(), writerStatus, replica.address(), replicaStatus);
        boolean complete = notAlone.isEmpty()
                && awaitReceived(replica, writerStatus.binlogPosition(), CATCH_UP_NANOS)
                && awaitAcknowledgement(writer)
                && !replica.readStatus().mark().isMissing();
        if (complete) {
            tried = false;
            processes.resetAttempts();
            pair.persist(pair.state().pairRestored(pair.now()));
        } else if (singleCopy) {
            writer.setSemiSync(false);
        }
        if (notAlone.isPresent() && writerStatus.semiSyncReplicas() > 0) {
            throw new MemberException(MemberException.Kind.ERROR, notAlone.get(), null);
        }
        return complete;
    }

    private boolean awaitReceived(Member replica, String position, long limitNanos) throws MemberException {
        long end = nanoClock.getAsLong() + limitNanos;
        while (true) {
            MemberStatus status = replica.readStatus();
            if (GtidPositions.contains(status.appliedPosition(), position)
                    || status.replication()
                            .filter(one -> GtidPositions.contains(one.receivedPosition(), position))
                            .isPresent()) {
                return true;
            }
            if (nanoClock.getAsLong() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    /** Whether no commit waits, or one that waited was acknowledged: connected is not yet acknowledging. */
    private boolean awaitAcknowledgement(Member writer) throws MemberException {
        long end = nanoClock.getAsLong() + ATTACH_NANOS;
        MemberStatus first = writer.readStatus();
        MemberStatus status = first;
        while (status.waitingCommits() > 0 && status.acknowledgedCommits() == first.acknowledgedCommits()) {
            if (nanoClock.getAsLong() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
            status = writer.readStatus();
        }
        return true;
    }

    private MemberStatus awaitSemiSyncReplica(Member writer) throws MemberException {
        long end = nanoClock.getAsLong() + ATTACH_NANOS;
        MemberStatus status = writer.readStatus();
        while (status.semiSyncReplicas() == 0 && nanoClock.getAsLong() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            status = writer.readStatus();
        }
        return status;
    }
}
