package org.turntable.tool.failover;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverPhase;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ReplicationMode;

/** The planned change of the writer: completed within a deadline, or reverted. */
final class Switchover {
    private static final Duration NEAR = Duration.ofSeconds(1);

    private final MemberPair pair;
    private final Executor background;
    private final LongSupplier nanoClock;

    Switchover(MemberPair pair, Executor background, LongSupplier nanoClock) {
        this.pair = pair;
        this.background = background;
        this.nanoClock = nanoClock;
    }

    /**
     * Closes the writer, waits until the replica has applied everything, and opens the replica. When the deadline
     * passes before that, the writer is opened again and nothing has changed.
     *
     * @return the time without an open writer, in milliseconds
     * @throws RequestRefusedException when it was not started, or was reverted
     */
    long run(String why, Duration deadline) throws RequestRefusedException, MemberException {
        Member from = pair.writer();
        Member to = pair.replica();
        check(from, to);
        // A server that replicates from the new writer could acknowledge in place of the old one: the agent has to
        // look.
        long former = from.readStatus().serverId();
        boolean alone = to.readStatus().replicas().serverIds().stream().allMatch(id -> id == former);
        long begun = nanoClock.getAsLong();
        long end = begun + deadline.toNanos();
        pair.persist(pair.state().closing());
        try {
            close(from, end);
            MemberStatus closed = from.readStatus();
            if (!closed.readOnly()
                    || !to.awaitApplied(
                            closed.binlogPosition(), Duration.ofNanos(Math.max(1, end - nanoClock.getAsLong())))) {
                throw new RequestRefusedException(
                        closed.readOnly()
                                ? to.address() + " did not reach " + closed.binlogPosition() + " in time"
                                : from.address() + " could not be closed in time");
            }
        } catch (RequestRefusedException | MemberException late) {
            throw new RequestRefusedException(
                    undo(from, late.getMessage())
                            ? "reverted, " + from.address() + " is open again: " + late.getMessage()
                            : "not completed (" + late.getMessage() + "), and " + from.address()
                                    + " does not answer: the agent opens it again as soon as it does, or promotes "
                                    + to.address() + " if it is dead; see turntable-ops replica-status");
        }
        pair.persist(pair.state().switchedOver(to.address(), alone, pair.now(), why));
        to.resetReplication();
        to.setSemiSync(true);
        to.setMark(new AgentMark(pair.state().term(), true), to.address());
        pair.storeMark(to);
        to.open();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - begun);
        from.setSemiSync(false);
        from.replicateFrom(to.source());
        from.setMark(new AgentMark(pair.state().term(), false), to.address());
        pair.journal(to.address() + " is the writer after " + millis + " ms");
        return millis;
    }

    private void check(Member from, Member to) throws RequestRefusedException, MemberException {
        ClusterState state = pair.state();
        if (state.mode() != ReplicationMode.PAIR || state.phase() != FailoverPhase.OPEN) {
            throw new RequestRefusedException("the pair is not complete: " + state);
        }
        MemberStatus writer = from.readStatus();
        MemberStatus replica = to.readStatus();
        if (writer.semiSyncReplicas() == 0
                || !replica.isReplicating()
                || !replica.follows(from.source())
                || replica.mark().isMissing()) {
            throw new RequestRefusedException(
                    to.address() + " does not replicate from " + from.address() + " and acknowledge");
        }
        if (!to.awaitApplied(writer.binlogPosition(), NEAR)) {
            throw new RequestRefusedException(to.address() + " lags behind: it has applied "
                    + to.readStatus().appliedPosition() + " of " + writer.binlogPosition());
        }
    }

    /** Kills sessions while it closes: one may hold a lock that another waits for, and closing waits for both. */
    private void close(Member from, long end) throws RequestRefusedException, MemberException {
        from.setMark(new AgentMark(pair.state().term(), false), pair.replica().address());
        Duration rest = Duration.ofNanos(Math.max(1, end - nanoClock.getAsLong()));
        CompletableFuture<MemberException> closing = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        from.close(rest);
                        return null;
                    } catch (MemberException failed) {
                        return failed;
                    }
                },
                background);
        while (nanoClock.getAsLong() - end < 0) {
            if (from.readStatus().semiSyncReplicas() > 0) {
                from.killSessions(true);
            }
            try {
                MemberException failed = closing.get(20, TimeUnit.MILLISECONDS);
                if (failed != null) {
                    throw failed;
                }
                return;
            } catch (TimeoutException again) {
                continue;
            } catch (InterruptedException | ExecutionException broken) {
                throw new RequestRefusedException("interrupted: " + broken.getMessage());
            }
        }
        throw new RequestRefusedException(from.address() + " could not be closed in time");
    }

    /** Opens the writer again; whether it is open. */
    private boolean undo(Member from, String why) {
        try {
            from.open();
            from.setMark(new AgentMark(pair.state().term(), true), from.address());
            pair.persist(pair.state().opened());
            pair.journal("the switchover was reverted: " + why);
            return true;
        } catch (MemberException later) {
            pair.journal("the switchover has to be reverted (" + why + "), but " + from.address() + " does not answer: "
                    + later.getMessage());
            return false;
        }
    }
}
