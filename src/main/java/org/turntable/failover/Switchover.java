package org.turntable.failover;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/** The planned change of the writer: within a deadline, or not at all. */
final class Switchover {
    private static final Duration NEAR = Duration.ofSeconds(1);

    private final Pair pair;
    private final LongSupplier nanoClock;

    Switchover(Pair pair, LongSupplier nanoClock) {
        this.pair = pair;
        this.nanoClock = nanoClock;
    }

    /**
     * Closes the writer, waits until the other has all of it, and opens that. When the deadline passes before the other has all of it, the writer
     * is opened again and nothing has changed.
     *
     * @return how long nobody was open, in milliseconds
     * @throws Refusal when it was not begun, or was taken back
     */
    long run(String why, Duration deadline) throws Refusal, MemberFailure {
        Member from = pair.writer();
        Member to = pair.other();
        check(from, to);
        long begun = nanoClock.getAsLong();
        long end = begun + deadline.toNanos();
        pair.settle(pair.standing().closing());
        try {
            close(from, end);
            View closed = from.look();
            if (!closed.readOnly() || !to.awaitApplied(closed.written(), Duration.ofNanos(Math.max(1, end - nanoClock.getAsLong())))) {
                throw new Refusal(closed.readOnly() ? to.address() + " did not reach " + closed.written() + " in time"
                        : from.address() + " could not be closed in time");
            }
        } catch (Refusal | MemberFailure late) {
            undo(from, late.getMessage());
            throw new Refusal("taken back, " + from.address() + " is open again: " + late.getMessage());
        }
        pair.settle(pair.standing().switched(to.address(), pair.now(), why));
        to.forgetSource();
        to.semiSync(true);
        to.mark(new Mark(pair.standing().term(), true), to.address());
        to.open();
        long millis = TimeUnit.NANOSECONDS.toMillis(nanoClock.getAsLong() - begun);
        from.semiSync(false);
        from.follow(to.source());
        from.mark(new Mark(pair.standing().term(), false), to.address());
        pair.note(to.address() + " is the writer after " + millis + " ms");
        return millis;
    }

    private void check(Member from, Member to) throws Refusal, MemberFailure {
        Standing standing = pair.standing();
        if (standing.mode() != Mode.PAIR || standing.phase() != Phase.OPEN) {
            throw new Refusal("the pair is not whole: " + standing);
        }
        View writer = from.look();
        View replica = to.look();
        if (writer.clients() == 0 || !replica.replicates() || !replica.follows(from.source()) || replica.mark().isMissing()) {
            throw new Refusal(to.address() + " does not replicate from " + from.address() + " and acknowledge");
        }
        if (!to.awaitApplied(writer.written(), NEAR)) {
            throw new Refusal(to.address() + " lags behind: it has applied " + to.look().applied() + " of " + writer.written());
        }
    }

    /** Sessions are ended while it closes: one may hold what another waits for, and closing waits for both. */
    private void close(Member from, long end) throws Refusal, MemberFailure {
        from.mark(new Mark(pair.standing().term(), false), pair.other().address());
        Duration rest = Duration.ofNanos(Math.max(1, end - nanoClock.getAsLong()));
        CompletableFuture<MemberFailure> closing = CompletableFuture.supplyAsync(() -> {
            try {
                from.close(rest);
                return null;
            } catch (MemberFailure failed) {
                return failed;
            }
        });
        while (nanoClock.getAsLong() - end < 0) {
            if (from.look().clients() > 0) {
                from.endSessions(true);
            }
            try {
                MemberFailure failed = closing.get(20, TimeUnit.MILLISECONDS);
                if (failed != null) {
                    throw failed;
                }
                return;
            } catch (TimeoutException again) {
                continue;
            } catch (InterruptedException | ExecutionException broken) {
                throw new Refusal("interrupted: " + broken.getMessage());
            }
        }
        throw new Refusal(from.address() + " could not be closed in time");
    }

    private void undo(Member from, String why) {
        try {
            from.open();
            from.mark(new Mark(pair.standing().term(), true), from.address());
            pair.settle(pair.standing().opened());
            pair.note("the switchover was taken back: " + why);
        } catch (MemberFailure later) {
            pair.note("the switchover is to be taken back (" + why + "), but " + from.address() + " does not answer: " + later.getMessage());
        }
    }
}
