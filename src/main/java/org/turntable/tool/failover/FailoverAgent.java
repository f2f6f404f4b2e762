package org.turntable.tool.failover;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverDecision;
import org.turntable.tool.failover.policy.FailoverDecision.Step;
import org.turntable.tool.failover.policy.FailoverPolicy;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberObservation;

/**
 * The fail-over agent. One thread reads the observations of both members, executes the step that the policy decides on,
 * and executes the requests of operators.
 */
public final class FailoverAgent {
    private static final Logger LOG = LoggerFactory.getLogger(FailoverAgent.class);

    private static final long RECORD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MemberPair pair;
    private final FailoverTimeouts timeouts;
    private final LongSupplier nanoClock;
    private final FailoverPolicy policy;
    private final ClusterMonitor monitor;
    private final ServerProcessControl processes;
    private final AgentSteps steps;
    private final AgentAlarms alarms;
    private final RequestExecutor executor;
    private final BlockingQueue<PendingRequest> requests = new LinkedBlockingQueue<>();
    private long lastTick;
    private long recordedAt;
    private volatile boolean closing;

    /**
     * Makes an agent.
     *
     * @param members the two servers of the cluster
     * @param store its folder, whose lock is held
     * @param state the state that is stored there, or the first one
     * @param confirmed whether its mode cannot have changed since it was stored
     * @param hosts starts and ends server processes
     * @param clock for times that are written down
     * @param nanoClock for durations, in nanoseconds
     */
    public FailoverAgent(
            List<Member> members,
            ClusterStateStore store,
            ClusterState state,
            boolean confirmed,
            HostCommands hosts,
            FailoverTimeouts timeouts,
            FailoverMetrics metrics,
            Clock clock,
            LongSupplier nanoClock) {
        this.timeouts = timeouts;
        this.nanoClock = nanoClock;
        pair = new MemberPair(members, store, clock, metrics, state);
        if (confirmed) {
            pair.confirm();
        }
        policy = new FailoverPolicy(timeouts);
        monitor = new ClusterMonitor(members, timeouts, nanoClock);
        monitor.setSeen(confirmed);
        processes = new ServerProcessControl(hosts, nanoClock);
        steps = new AgentSteps(pair, monitor, timeouts, metrics, processes, nanoClock);
        alarms = new AgentAlarms(pair, timeouts, metrics);
        executor = new RequestExecutor(pair, monitor, timeouts, alarms, steps);
    }

    /**
     * Runs until it is closed.
     *
     * @return why it stopped by itself: another agent is active, or has taken over; empty when it was closed
     */
    public Optional<String> run() {
        pair.persist(pair.state());
        monitor.start();
        lastTick = nanoClock.getAsLong();
        recordedAt = lastTick;
        PendingRequest request = null;
        try {
            while (!closing) {
                // Requests must not delay a tick.
                long rest = timeouts.probe().toNanos() / 2 - (nanoClock.getAsLong() - lastTick);
                if (request == null) {
                    request = requests.poll(Math.max(0, rest), TimeUnit.NANOSECONDS);
                } else {
                    LockSupport.parkNanos(this, Math.max(0, rest));
                }
                if (request != null && executor.canExecute(request)) {
                    executor.execute(request);
                    request = null;
                }
                if (nanoClock.getAsLong() - lastTick >= timeouts.probe().toNanos() / 2) {
                    Optional<String> end = tick();
                    if (end.isPresent()) {
                        return end;
                    }
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            monitor.close();
            processes.close();
        }
        return Optional.empty();
    }

    /** Ends {@link #run()} soon; nothing is changed on the servers. */
    public void close() {
        closing = true;
    }

    /** Queues a request for the agent's thread. */
    CompletableFuture<Map<String, String>> submit(String command, Map<String, String> arguments) {
        PendingRequest request = new PendingRequest(command, arguments, new CompletableFuture<>());
        requests.add(request);
        return request.answer();
    }

    /** Decides once and executes the step; why the agent has to stop, if it has to. */
    private Optional<String> tick() {
        long now = nanoClock.getAsLong();
        if (now - lastTick > timeouts.silence().toNanos() / 2) {
            LOG.warn(
                    "this agent itself was stopped for {} ms; it discards its observations before it decides",
                    TimeUnit.NANOSECONDS.toMillis(now - lastTick));
            monitor.reset();
        }
        if (pair.doubtAfterPause()) {
            monitor.setSeen(false);
        }
        MemberObservation writer = monitor.observation(pair.writer());
        FailoverDecision decision =
                policy.decide(pair.state(), pair.trust(), writer, monitor.observation(pair.replica()), pair.now());
        boolean alarming = decision.step() == Step.REFUSE
                || decision.step() == Step.START_WRITER
                || decision.step() == Step.KILL_WRITER;
        alarms.set(AgentAlarms.REFUSED, alarming ? decision.why() : null);
        if (decision.step() == Step.STAND_DOWN) {
            pair.journal("stops: " + decision.why());
            return Optional.of("another fail-over agent is active, so this one has stopped: " + decision.why()
                    + ". Make sure that the other one has ended before you start this one");
        }
        if (decision.step() == Step.SUPERSEDED) {
            pair.retire(decision.why());
            return Optional.of("this agent has stopped for good: " + decision.why());
        }
        try {
            steps.execute(decision);
            alarms.set(AgentAlarms.STEP, null);
        } catch (MemberException | UncheckedIOException failed) {
            alarms.set(
                    AgentAlarms.STEP,
                    decision.step() + " (" + decision.why() + ") failed and is tried again: " + failed.getMessage());
        }
        for (String event = processes.nextEvent(); event != null; event = processes.nextEvent()) {
            pair.journal(event);
        }
        alarms.update(monitor, processes.failures());
        lastTick = nanoClock.getAsLong();
        if (lastTick - recordedAt >= RECORD_NANOS) {
            recordedAt = lastTick;
            pair.recordRunning();
        }
        return Optional.empty();
    }
}
