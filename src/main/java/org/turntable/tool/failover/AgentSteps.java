package org.turntable.tool.failover;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.FailoverDecision;
import org.turntable.tool.failover.policy.FailoverDecision.Step;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.ReplicationMode;
import org.turntable.tool.failover.policy.ServerRole;

/** Executes the steps of the policy, and those that an operator requests. For the agent's one thread. */
final class AgentSteps {
    /** Steps after which the last status of a member is out of date. */
    private static final Set<Step> CHANGING = EnumSet.of(
            Step.RESUME_PROMOTION,
            Step.ABANDON_PROMOTION,
            Step.REVERT_SWITCHOVER,
            Step.CLOSE_REPLICA,
            Step.FAIL_OVER,
            Step.TAKE_OVER,
            Step.HOLD,
            Step.OPEN_WRITER,
            Step.ENTER_SINGLE_COPY,
            Step.MARK_REPLICA,
            Step.REJOIN);

    private static final long BETWEEN_MARKS_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final MemberPair pair;
    private final Observations monitor;
    private final FailoverTimeouts timeouts;
    private final FailoverMetrics metrics;
    private final ServerProcessControl processes;
    private final WriterOpening writerOpening;
    private final Promotion promotion;
    private final ReplicaRejoin replicaRejoin;
    private final Switchover switchover;
    private final LongSupplier nanoClock;
    private long marksTriedAt;
    private boolean marksTried;

    AgentSteps(
            MemberPair pair,
            Observations monitor,
            FailoverTimeouts timeouts,
            FailoverMetrics metrics,
            ServerProcessControl processes,
            LongSupplier nanoClock) {
        this.pair = pair;
        this.monitor = monitor;
        this.timeouts = timeouts;
        this.metrics = metrics;
        this.processes = processes;
        this.nanoClock = nanoClock;
        writerOpening = new WriterOpening(pair, processes);
        promotion = new Promotion(pair, timeouts, writerOpening, processes);
        replicaRejoin = new ReplicaRejoin(pair, processes, nanoClock);
        switchover = new Switchover(pair, processes.background(), nanoClock);
    }

    /** Executes the step of a decision. */
    void execute(FailoverDecision decision) throws MemberException {
        String why = decision.why();
        switch (decision.step()) {
            case RESUME_PROMOTION -> promotion.resume();
            case ABANDON_PROMOTION ->
                pair.persist(pair.state().abandoned(pair.replica().address(), pair.now(), why));
            case REVERT_SWITCHOVER -> {
                pair.persist(pair.state().opened());
                writerOpening.openWriter();
            }
            case CLOSE_REPLICA -> writerOpening.closeReplica();
            case FAIL_OVER -> {
                metrics.automaticFailover();
                promotion.begin(why, false);
            }
            case TAKE_OVER -> {
                metrics.automaticFailover();
                promotion.takeOver(why, false);
            }
            case HOLD -> {
                pair.persist(pair.state().held(pair.now(), why));
                writerOpening.openWriter();
            }
            case KILL_WRITER -> processes.kill(pair.writer().address());
            case OPEN_WRITER -> writerOpening.openWriter();
            case ENTER_SINGLE_COPY -> enterSingleCopy(timeouts.singleCopy(), false, why);
            case START_WRITER -> processes.start(pair.writer().address(), ServerRole.MASTER);
            case START_REPLICA -> processes.start(pair.replica().address(), ServerRole.SLAVE);
            case MARK_REPLICA ->
                pair.replica()
                        .setMark(
                                new AgentMark(pair.state().term(), false),
                                pair.state().writer());
            case REJOIN -> replicaRejoin.rejoin();
            case RESTORE_PAIR -> restorePairAndLookAgain();
            case STORE_MARK -> storeMarks();
            default -> {}
        }
        if (CHANGING.contains(decision.step())) {
            monitor.discardStatuses();
        }
    }

    /** A status from before it would say that commits do not wait, which in the mode PAIR is a reason to hold it. */
    private void restorePairAndLookAgain() throws MemberException {
        if (replicaRejoin.restorePair()) {
            monitor.discardStatuses();
        }
    }

    /** At most once in a few seconds: a server that cannot write would delay every tick. */
    private void storeMarks() throws MemberException {
        long now = nanoClock.getAsLong();
        if (marksTried && now - marksTriedAt < BETWEEN_MARKS_NANOS) {
            return;
        }
        marksTried = true;
        marksTriedAt = now;
        pair.storeMark(pair.writer());
        pair.storeMark(pair.replica());
        monitor.discardStatuses();
    }

    /** Lets the writer commit without a replica, for at most that long. */
    void enterSingleCopy(Duration limit, boolean manual, String why) throws MemberException {
        metrics.singleCopyEntered();
        pair.persist(pair.state().singleCopy(pair.now(), limit, manual, why));
        writerOpening.openWriter();
    }

    /** An operator orders single-copy mode. The writer is asked first: when it does not answer, nothing is changed. */
    void enterSingleCopyByOrder(Duration limit, String why) throws MemberException {
        pair.writer().readStatus();
        enterSingleCopy(limit, true, why);
    }

    /** An operator requests the fail-over from a writer that is dead. */
    void failOver(String why) throws MemberException {
        promotion.begin(why, true);
    }

    /** An operator requests the fail-over from a writer that was restarted and is closed. */
    void takeOver(String why) throws MemberException {
        promotion.takeOver(why, true);
    }

    /** The planned switchover; the time without a writer in milliseconds. */
    long switchOver(String why, Duration deadline) throws RequestRefusedException, MemberException {
        return switchover.run(why, deadline);
    }

    /**
     * An operator requests that the replica is started and follows again.
     *
     * @param answering whether it answers now; otherwise the next ticks start it
     */
    void rejoin(boolean answering) throws MemberException {
        processes.resetAttempts();
        if (pair.state().manual()) {
            pair.persist(pair.state().released());
        }
        if (answering) {
            if (pair.state().mode() == ReplicationMode.PAIR
                    && !pair.replica().readStatus().isReplicating()) {
                // Replication that begins anew discards the relay log: until it has caught up it may not be promoted.
                pair.persist(pair.state().held(pair.now(), pair.replica().address() + " is made to replicate anew"));
            }
            replicaRejoin.rejoin();
        }
    }

    /** Returns to two copies if the replica has caught up and acknowledges; whether it did. */
    boolean restorePair() throws MemberException {
        return replicaRejoin.restorePair();
    }
}
