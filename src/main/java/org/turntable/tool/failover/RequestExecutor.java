package org.turntable.tool.failover;

import java.time.Duration;
import java.util.Map;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberObservation;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ReplicationMode;
import org.turntable.tool.failover.policy.StatusFormatter;

/** Executes the operators' requests, on the agent's one thread and by the same rules as the agent's own steps. */
final class RequestExecutor {
    private final MemberPair pair;
    private final ClusterMonitor monitor;
    private final FailoverTimeouts timeouts;
    private final AgentAlarms alarms;
    private final AgentSteps steps;

    RequestExecutor(
            MemberPair pair, ClusterMonitor monitor, FailoverTimeouts timeouts, AgentAlarms alarms, AgentSteps steps) {
        this.pair = pair;
        this.monitor = monitor;
        this.timeouts = timeouts;
        this.alarms = alarms;
        this.steps = steps;
    }

    /** Executes one request and completes its answer. */
    void execute(PendingRequest request) {
        try {
            request.answer().complete(answer(request));
        } catch (RequestRefusedException refused) {
            request.answer().completeExceptionally(refused);
        } catch (MemberException | RuntimeException failed) {
            request.answer().completeExceptionally(new RequestRefusedException(String.valueOf(failed.getMessage())));
        } finally {
            if (!request.command().equals("status")) {
                monitor.discardStatuses();
            }
        }
    }

    private Map<String, String> answer(PendingRequest request) throws RequestRefusedException, MemberException {
        return switch (request.command()) {
            case "status" -> status();
            case "switchover" -> {
                pair.journal("requested: switchover, " + request.reason());
                long millis = steps.switchOver(
                        request.reason(), Duration.ofMillis(Long.parseLong(request.argument("deadline", "5000"))));
                yield Map.of("writer", pair.state().writer(), "millis", Long.toString(millis));
            }
            case "fail-over" -> failOver(request);
            case "rejoin" -> {
                pair.journal("requested: rejoin, " + request.reason());
                steps.rejoin(monitor.observation(pair.replica()).answers(timeouts));
                yield status();
            }
            case "alone" -> {
                pair.journal("requested: single-copy mode, " + request.reason());
                steps.enterSingleCopy(
                        Duration.ofMinutes(Long.parseLong(request.argument(
                                "minutes", Long.toString(timeouts.singleCopy().toMinutes())))),
                        true,
                        request.reason());
                yield status();
            }
            case "whole" -> leaveSingleCopy(request);
            default -> throw new RequestRefusedException("this agent has no command " + request.command());
        };
    }

    private Map<String, String> failOver(PendingRequest request) throws RequestRefusedException, MemberException {
        pair.journal("requested: fail-over from a dead writer, " + request.reason());
        MemberObservation writer = monitor.observation(pair.writer());
        MemberObservation replica = monitor.observation(pair.replica());
        if (writer.answers(timeouts) && !writer.status().orElseThrow().readOnly()) {
            throw new RequestRefusedException(
                    writer.address() + " answers and is open; without --writer-is-dead it is a planned switchover");
        }
        if (!pair.state().isReplicaComplete()) {
            throw new RequestRefusedException("acknowledged rows could be missing on " + replica.address() + " ("
                    + pair.state() + "), so it is not promoted");
        }
        boolean applying = replica.status()
                .flatMap(MemberStatus::replication)
                .filter(MemberStatus.Replication::applying)
                .isPresent();
        if (!replica.answers(timeouts)
                || !applying
                || replica.status().orElseThrow().mark().isMissing()) {
            throw new RequestRefusedException(replica.address() + " does not apply as a replica, or was restarted");
        }
        if (writer.answers(timeouts)) {
            steps.takeOver(request.reason());
        } else if (writer.isDead(timeouts)) {
            steps.failOver(request.reason());
        } else {
            throw new RequestRefusedException(
                    "the agent does not observe " + writer.address() + " as dead: " + writer.lastError());
        }
        return status();
    }

    private Map<String, String> leaveSingleCopy(PendingRequest request)
            throws RequestRefusedException, MemberException {
        pair.journal("requested: end of single-copy mode, " + request.reason());
        if (pair.state().mode() == ReplicationMode.SINGLE_COPY && !steps.restorePair()) {
            throw new RequestRefusedException(pair.replica().address()
                    + " has not caught up and acknowledged; see turntable-ops replica-status, and try again");
        }
        return status();
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
