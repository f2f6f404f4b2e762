package org.turntable.tool.failover.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What the prober has observed of one member until now.
 *
 * @param address the member, by its address in database.hosts
 * @param source the address at which the other member reaches it for replication
 * @param seen whether a status was read since the agent was started, or moments before: then its marks are known
 * @param status the status of the last successful probe
 * @param statusAge the age of that status
 * @param sinceAnswer time since its last answer, errors included, or since probing began
 * @param failedProbes consecutive probes without an answer; 0 when the last one was answered
 * @param unreachable whether the last failed probe could not connect
 * @param sourceSilence for how long, as a replica, it received neither an event nor a heartbeat from its source
 * @param sinceAcknowledging time since the begin of the last probe that found it, as a replica, connected and
 *     acknowledging, or since probing began
 * @param commitStall for how long, as a writer, commits have waited and none was acknowledged
 * @param diskFullFor for how long a session has waited for disk space
 * @param commitsFailFor for how long, as a writer, it has rolled back every commit after preparing it: its binlog
 *     cannot be written; zero until that was seen at three probes
 * @param probesWithoutReplica consecutive probes at which, as a writer, it had no semi-synchronous replica
 * @param probesWithSeveral consecutive probes at which, as a writer, it had more than one semi-synchronous replica
 * @param lastError the message of the last failure; empty without one
 */
public record MemberObservation(
        String address,
        String source,
        boolean seen,
        Optional<MemberStatus> status,
        Duration statusAge,
        Duration sinceAnswer,
        int failedProbes,
        boolean unreachable,
        Duration sourceSilence,
        Duration sinceAcknowledging,
        Duration commitStall,
        Duration diskFullFor,
        Duration commitsFailFor,
        int probesWithoutReplica,
        int probesWithSeveral,
        String lastError) {
    /** Whether it has not been probed yet. */
    boolean isUnknown() {
        return status.isEmpty() && failedProbes == 0 && lastError.isEmpty();
    }

    /** Whether the last probe succeeded and its status is recent. */
    public boolean answers(FailoverTimeouts timeouts) {
        return status.isPresent() && failedProbes == 0 && statusAge.compareTo(timeouts.fresh()) <= 0;
    }

    /** Whether the agent cannot connect to it any more. */
    public boolean isUnreachable() {
        return failedProbes >= FailoverTimeouts.FAILURES && unreachable;
    }

    /** Whether it has been silent for longer than an overloaded server would be. */
    boolean isUnresponsive(FailoverTimeouts timeouts) {
        return failedProbes >= FailoverTimeouts.FAILURES && sinceAnswer.compareTo(timeouts.silence()) >= 0;
    }

    public boolean isDead(FailoverTimeouts timeouts) {
        return isUnreachable() || isUnresponsive(timeouts);
    }

    /**
     * Whether, as a replica, it has lost its source: it is not connected, or no event and no heartbeat has arrived in
     * time.
     */
    boolean hasLostSource(FailoverTimeouts timeouts) {
        return status.flatMap(MemberStatus::replication)
                .map(one -> !one.receiving()
                        || sourceSilence.compareTo(longer(
                                        timeouts.silence(),
                                        one.heartbeat().multipliedBy(5).dividedBy(2)))
                                >= 0)
                .orElse(false);
    }

    /** Whether, as a replica, it answers, applies what it has received, and can write. */
    boolean canTakeOver(FailoverTimeouts timeouts) {
        return answers(timeouts)
                && status.filter(one -> !one.diskFull())
                        .flatMap(MemberStatus::replication)
                        .filter(MemberStatus.Replication::applying)
                        .isPresent();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
