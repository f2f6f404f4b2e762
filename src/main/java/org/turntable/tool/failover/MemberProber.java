package org.turntable.tool.failover;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.tool.failover.policy.FailoverTimeouts;

/** Probes one member periodically on its own thread, so that a member that does not answer delays nothing else. */
final class MemberProber implements AutoCloseable {
    private final Member member;
    private final MemberMonitor monitor;
    private final FailoverTimeouts timeouts;
    private final LongSupplier nanoClock;
    private final PeriodicTask task;
    private long askedAt;

    MemberProber(Member member, MemberMonitor monitor, FailoverTimeouts timeouts, LongSupplier nanoClock) {
        this.member = member;
        this.monitor = monitor;
        this.timeouts = timeouts;
        this.nanoClock = nanoClock;
        this.task = new PeriodicTask("probe " + member.address(), "probing a node", this::rest, this::probe);
    }

    void start() {
        task.start();
    }

    private void probe() {
        askedAt = nanoClock.getAsLong();
        probe(askedAt);
    }

    /** A probe that took long shortens the pause after it: the interval is from begin to begin. */
    private Duration rest() {
        return Duration.ofNanos(Math.max(0, timeouts.probe().toNanos() - (nanoClock.getAsLong() - askedAt)));
    }

    /** Sends one probe and records its result. */
    void probe(long askedAt) {
        try {
            monitor.recordStatus(member.probe(), askedAt);
        } catch (MemberException failure) {
            if (failure.kind() == MemberException.Kind.ERROR) {
                monitor.recordError(failure.getMessage());
            } else {
                monitor.recordFailure(
                        failure.kind() == MemberException.Kind.UNREACHABLE, failure.getMessage(), askedAt);
            }
        } catch (RuntimeException unexpected) {
            monitor.recordError(unexpected.toString());
        }
    }

    /** Does not wait for a probe that is under way: a node that does not answer would delay the agent's end. */
    @Override
    public void close() {
        task.close(Duration.ZERO);
    }
}
