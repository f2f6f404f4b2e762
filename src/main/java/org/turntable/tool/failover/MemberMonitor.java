package org.turntable.tool.failover;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.turntable.tool.failover.policy.MemberObservation;
import org.turntable.tool.failover.policy.MemberStatus;

/** Keeps what one prober has observed of its member. Thread-safe. */
public final class MemberMonitor {
    private final String address;
    private final String source;
    private final LongSupplier nanoClock;
    private boolean seen;
    private MemberStatus status;
    private long statusAt;
    private long answeredAt;
    private long validFrom;
    private int failedProbes;
    private boolean unreachable;
    private String lastError = "";
    private String activity = "";
    private long activityAt;
    private long acknowledgedCommits = -1;
    private long acknowledgedAt;
    private long diskFullSince;
    private boolean diskFull;
    private final FailingCommits failingCommits = new FailingCommits();
    private int probesWithoutReplica;
    private int probesWithSeveral;
    private long acknowledgingAt;

    public MemberMonitor(String address, String source, LongSupplier nanoClock) {
        this.address = address;
        this.source = source;
        this.nanoClock = nanoClock;
        reset();
    }

    /** Forgets everything observed: after this process was stopped, missing answers prove nothing about the member. */
    synchronized void reset() {
        long now = nanoClock.getAsLong();
        validFrom = now;
        statusAt = now;
        answeredAt = now;
        activityAt = now;
        acknowledgedAt = now;
        acknowledgingAt = now;
        failedProbes = 0;
        probesWithoutReplica = 0;
        probesWithSeveral = 0;
        unreachable = false;
        diskFull = false;
        failingCommits.reset();
        status = null;
    }

    /** Whether the marks of this member are known, from before this process or not. */
    synchronized void setSeen(boolean known) {
        seen = known;
    }

    /** Discards the status because the member was changed. The time of its last answer is kept. */
    synchronized void discardStatus() {
        status = null;
        validFrom = nanoClock.getAsLong();
    }

    /** A probe that was sent at that time returned a status. */
    synchronized void recordStatus(MemberStatus current, long askedAt) {
        if (askedAt - validFrom < 0) {
            return;
        }
        long now = nanoClock.getAsLong();
        String currentActivity =
                current.replication().map(MemberStatus.Replication::activity).orElse("");
        if (!currentActivity.equals(activity)) {
            activity = currentActivity;
            activityAt = now;
        }
        failingCommits.observe(current, now);
        if (current.waitingCommits() == 0
                || current.acknowledgedCommits() != acknowledgedCommits
                || !current.semiSync()) {
            acknowledgedCommits = current.acknowledgedCommits();
            acknowledgedAt = now;
        }
        if (!diskFull && current.diskFull()) {
            diskFullSince = now;
        }
        diskFull = current.diskFull();
        probesWithoutReplica = current.semiSync() && current.semiSyncReplicas() == 0 ? probesWithoutReplica + 1 : 0;
        probesWithSeveral = current.semiSync() && current.semiSyncReplicas() > 1 ? probesWithSeveral + 1 : 0;
        if (current.isAcknowledging()) {
            acknowledgingAt = askedAt;
        }
        status = current;
        seen = true;
        statusAt = now;
        answeredAt = now;
        failedProbes = 0;
        unreachable = false;
        lastError = "";
    }

    /** A probe returned an error: the server is alive. */
    synchronized void recordError(String error) {
        answeredAt = nanoClock.getAsLong();
        failedProbes = 0;
        lastError = error;
    }

    /** A probe that was sent at that time was not answered. */
    synchronized void recordFailure(boolean nothingListens, String why, long askedAt) {
        if (askedAt - validFrom < 0) {
            return;
        }
        failedProbes++;
        unreachable = nothingListens;
        lastError = why;
    }

    public synchronized MemberObservation observation() {
        long now = nanoClock.getAsLong();
        return new MemberObservation(
                address,
                source,
                seen,
                Optional.ofNullable(status),
                Duration.ofNanos(now - statusAt),
                Duration.ofNanos(now - answeredAt),
                failedProbes,
                unreachable,
                Duration.ofNanos(now - activityAt),
                Duration.ofNanos(now - acknowledgingAt),
                Duration.ofNanos(now - acknowledgedAt),
                Duration.ofNanos(diskFull ? now - diskFullSince : 0),
                Duration.ofNanos(failingCommits.forNanos(now)),
                probesWithoutReplica,
                probesWithSeveral,
                lastError);
    }
}
