package org.turntable.tool.failover.policy;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The status of the cluster in words, as the commands print it. */
public final class StatusFormatter {
    private StatusFormatter() {}

    public static Map<String, String> of(
            ClusterState state,
            MemberObservation writer,
            MemberObservation replica,
            FailoverTimeouts timeouts,
            Map<String, String> alarms,
            Instant now) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("term", Long.toString(state.term()));
        arguments.put("mode", state.mode().name());
        arguments.put("phase", state.phase().name());
        arguments.put("writer", state.writer());
        arguments.put("replica", replica.address());
        arguments.put("since", state.since().toString());
        arguments.put("reason", state.reason());
        arguments.put("1 pair", phase(state).orElseGet(() -> mode(state, replica, now)));
        arguments.put("2 writer", "The writer, " + writer.address() + ", " + writer(writer, timeouts));
        arguments.put("3 replica", "The replica, " + replica.address() + ", " + replica(writer, replica, timeouts));
        alarms.forEach((name, sentence) -> arguments.put("4 alarm " + name, "Alarm: " + sentence + "."));
        return arguments;
    }

    /** While the writer is being changed, the mode is not the one in which commits are answered. */
    private static Optional<String> phase(ClusterState state) {
        return switch (state.phase()) {
            case OPEN -> Optional.empty();
            case PROMOTING ->
                Optional.of(state.writer() + " is being promoted (term " + state.term() + "): it applies what it has"
                        + " received, and is not open yet. The agent goes on by itself; orders are refused until then. "
                        + state.reason() + ".");
            case CLOSING ->
                Optional.of("A switchover from " + state.writer() + " is in progress, or is being reverted. The agent"
                        + " goes on by itself; orders are refused until then.");
        };
    }

    private static String mode(ClusterState state, MemberObservation replica, Instant now) {
        return switch (state.mode()) {
            case PAIR ->
                "The pair is complete: every commit that " + state.writer() + " answers is on both servers, and "
                        + replica.address() + " may be promoted.";
            case SINGLE_COPY ->
                "Single-copy mode for "
                        + Duration.between(state.since(), now).toSeconds() + " s, until "
                        + state.until().orElseThrow() + ": " + state.writer()
                        + " commits without a replica, and "
                        + replica.address() + " may not be promoted. "
                        + state.reason() + ".";
            case HELD ->
                "Commits on " + state.writer() + " wait for " + replica.address()
                        + ", which was not observed to have every transaction and may not be promoted. "
                        + state.reason() + ".";
        };
    }

    private static String writer(MemberObservation observation, FailoverTimeouts timeouts) {
        if (!observation.answers(timeouts)) {
            return silent(observation);
        }
        MemberStatus status = observation.status().orElseThrow();
        return (status.readOnly() ? "is closed" : "is open") + (status.diskFull() ? ", ITS DISK IS FULL; " : "; ")
                + (status.semiSync()
                        ? "commits wait for " + status.semiSyncReplicas() + " replica"
                        : "commits do not wait for a replica")
                + ", " + status.waitingCommits() + " wait now.";
    }

    private static String replica(MemberObservation writer, MemberObservation observation, FailoverTimeouts timeouts) {
        if (!observation.answers(timeouts)) {
            return silent(observation);
        }
        MemberStatus status = observation.status().orElseThrow();
        if (status.replication().isEmpty()) {
            return (status.readOnly() ? "is closed" : "ACCEPTS WRITES") + " and does not replicate.";
        }
        MemberStatus.Replication one = status.replication().get();
        String behind = writer.status()
                .map(MemberStatus::binlogPosition)
                .filter(binlogPosition -> !GtidPositions.contains(status.appliedPosition(), binlogPosition))
                .map(binlogPosition -> "; it has applied " + status.appliedPosition() + " of " + binlogPosition)
                .orElse("; it has every transaction");
        return (one.receiving() ? "receives" : "DOES NOT RECEIVE") + " and "
                + (one.applying() ? "applies" : "DOES NOT APPLY") + behind
                + (one.error().isEmpty() ? "." : ". Its error: " + one.error());
    }

    private static String silent(MemberObservation observation) {
        return observation.lastError().isEmpty()
                ? "has not been probed yet."
                : "has not answered for " + observation.statusAge().toMillis() + " ms: " + observation.lastError();
    }
}
