package org.turntable.tool.failover;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberObservation;
import org.turntable.tool.failover.policy.ModeTrust;
import org.turntable.tool.failover.policy.OperatorOrder;
import org.turntable.tool.failover.policy.OrderRules;
import org.turntable.tool.failover.policy.ReplicationMode;
import org.turntable.tool.failover.policy.StatusFormatter;

/**
 * Executes the operators' requests, on the agent's one thread and by the same rules as the agent's own steps. A refused
 * request changes nothing. A request that was decided and could not be completed is not refused: it stands, the agent
 * goes on with it, and the answer says so.
 */
final class RequestExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RequestExecutor.class);

    private final MemberPair pair;
    private final Observations monitor;
    private final FailoverTimeouts timeouts;
    private final AgentAlarms alarms;
    private final AgentSteps steps;
    private final OrderRules rules;

    RequestExecutor(
            MemberPair pair, Observations monitor, FailoverTimeouts timeouts, AgentAlarms alarms, AgentSteps steps) {
        this.pair = pair;
        this.monitor = monitor;
        this.timeouts = timeouts;
        this.alarms = alarms;
        this.steps = steps;
        this.rules = new OrderRules(timeouts);
    }

    /**
     * Whether the request can be judged now: an order waits until both members were observed since the last change,
     * which takes one probe.
     */
    boolean canExecute(PendingRequest request) {
        return request.isStatus()
                || rules.canJudge(monitor.observation(pair.writer()), monitor.observation(pair.replica()));
    }

    /** Executes one request and completes its answer. */
    void execute(PendingRequest request) {
        if (request.isStatus()) {
            request.answer().complete(status());
            return;
        }
        ClusterState before = pair.state();
        try {
            OperatorOrder order = OperatorOrder.of(request.command())
                    .orElseThrow(() -> new RequestRefusedException("this agent has no command " + request.command()));
            request.answer().complete(execute(order, request));
        } catch (RequestRefusedException refused) {
            pair.journal("refused: " + request.command() + ", " + refused.getMessage());
            request.answer().completeExceptionally(refused);
        } catch (MemberException | RuntimeException failed) {
            LOG.warn("{} failed", request.command(), failed);
            answerFailure(request, before, String.valueOf(failed.getMessage()));
        } finally {
            monitor.discardStatuses();
        }
    }

    private void answerFailure(PendingRequest request, ClusterState before, String failure) {
        if (pair.state().equals(before)) {
            request.answer().completeExceptionally(new RequestRefusedException(failure));
            return;
        }
        Map<String, String> answer = new LinkedHashMap<>(status());
        answer.put(
                "0 pending",
                "It is decided and stands, but is not completed yet (" + failure + "): the agent goes on by itself.");
        request.answer().complete(answer);
    }

    private Map<String, String> execute(OperatorOrder order, PendingRequest request)
            throws RequestRefusedException, MemberException {
        pair.journal("requested: " + request.command() + ", " + request.reason());
        MemberObservation writer = monitor.observation(pair.writer());
        MemberObservation replica = monitor.observation(pair.replica());
        boolean vouched = pair.trust() == ModeTrust.UNCONFIRMED
                && Boolean.parseBoolean(request.argument("replica-is-complete", "false"));
        ModeTrust trust = vouched ? ModeTrust.VOUCHED : pair.trust();
        Optional<String> refusal = rules.refusal(order, pair.state(), trust, writer, replica, pair.now());
        if (refusal.isPresent()) {
            throw new RequestRefusedException(refusal.get());
        }
        switch (order) {
            case SWITCHOVER -> {
                long millis = steps.switchOver(
                        request.reason(), Duration.ofMillis(Long.parseLong(request.argument("deadline", "5000"))));
                return Map.of("writer", pair.state().writer(), "millis", Long.toString(millis));
            }
            case FAIL_OVER -> {
                boolean interrupted = vouched && rules.isInterrupted(pair.state(), writer);
                if (vouched) {
                    pair.confirm();
                }
                if (interrupted) {
                    pair.journal("vouched for: the change of the writer goes on");
                } else if (writer.answers(timeouts)) {
                    steps.takeOver(request.reason());
                } else {
                    steps.failOver(request.reason());
                }
            }
            case REJOIN -> steps.rejoin(replica.answers(timeouts));
            case ENTER_SINGLE_COPY -> steps.enterSingleCopyByOrder(limit(request), request.reason());
            case LEAVE_SINGLE_COPY -> leaveSingleCopy();
        }
        return status();
    }

    private Duration limit(PendingRequest request) {
        String otherwise = Long.toString(timeouts.singleCopy().toMinutes());
        return Duration.ofMinutes(Long.parseLong(request.argument("minutes", otherwise)));
    }

    private void leaveSingleCopy() throws RequestRefusedException, MemberException {
        if (pair.state().mode() == ReplicationMode.SINGLE_COPY && !steps.restorePair()) {
            throw new RequestRefusedException(pair.replica().address()
                    + " has not caught up and acknowledged; see turntable-ops replica-status, and try again");
        }
    }

    private Map<String, String> status() {
        return StatusFormatter.of(
                pair.state(),
                monitor.observation(pair.writer()),
                monitor.observation(pair.replica()),
                timeouts,
                alarms.active(),
                pair.now());
    }
}
