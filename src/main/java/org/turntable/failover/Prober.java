package org.turntable.failover;

import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Looks at one node again and again, on a thread of its own: a node that does not answer holds up nobody else. */
final class Prober implements AutoCloseable {
    private final Member member;
    private final Watch watch;
    private final Limits limits;
    private final LongSupplier nanoClock;
    private final Thread thread;
    private volatile boolean closing;

    Prober(Member member, Watch watch, Limits limits, LongSupplier nanoClock) {
        this.member = member;
        this.watch = watch;
        this.limits = limits;
        this.nanoClock = nanoClock;
        this.thread = new Thread(this::run, "probe " + member.address());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (!closing) {
            long asked = nanoClock.getAsLong();
            look(asked);
            long rest = limits.probe().toNanos() - (nanoClock.getAsLong() - asked);
            if (rest > 0) {
                LockSupport.parkNanos(rest);
            }
        }
    }

    /** One look. */
    void look(long asked) {
        try {
            watch.saw(member.probe(), asked);
        } catch (MemberFailure failure) {
            if (failure.kind() == MemberFailure.Kind.REFUSED) {
                watch.heard(failure.getMessage());
            } else {
                watch.missed(failure.kind() == MemberFailure.Kind.GONE, failure.getMessage(), asked);
            }
        } catch (RuntimeException unexpected) {
            watch.heard(unexpected.toString());
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
