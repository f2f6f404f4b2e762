package org.turntable.failover;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Brings the other node back: follows the writer, catches up, acknowledges. */
final class Pairing {
    private static final Duration CATCH_UP = Duration.ofMillis(1_500);
    private static final long ATTACH_NANOS = TimeUnit.MILLISECONDS.toNanos(1_000);
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Pair pair;
    private final Processes processes;
    private final LongSupplier nanoClock;
    private long lastTry;
    private boolean tried;

    Pairing(Pair pair, Processes processes, LongSupplier nanoClock) {
        this.pair = pair;
        this.processes = processes;
        this.nanoClock = nanoClock;
    }

    /** Makes the other node follow the writer; it is closed and holds nothing that the writer does not have. */
    void rejoin() throws MemberFailure {
        Member other = pair.other();
        if (other.look().semiSync()) {
            other.semiSync(false);
        }
        other.follow(pair.writer().source());
        pair.note(other.address() + " follows " + pair.writer().address());
    }

    /**
     * Makes the pair whole when the other has caught up: first every commit waits for it again, then it is seen to have everything up to a
     * position that was read after that.
     *
     * @return whether it is whole now
     */
    boolean pairUp() throws MemberFailure {
        Member writer = pair.writer();
        Member other = pair.other();
        boolean alone = pair.standing().mode() == Mode.SINGLE_COPY;
        if (tried && nanoClock.getAsLong() - lastTry < PAUSE_NANOS || !Positions.contains(other.look().applied(), writer.look().written()) && alone
                && !other.awaitApplied(writer.look().written(), Duration.ofMillis(200))) {
            return false;
        }
        tried = true;
        lastTry = nanoClock.getAsLong();
        writer.semiSync(true);
        View waiting = attached(writer);
        boolean whole = waiting.clients() > 0 && other.awaitApplied(waiting.written(), CATCH_UP) && !other.look().mark().isMissing();
        if (whole) {
            tried = false;
            processes.beginAnew();
            pair.settle(pair.standing().paired(pair.now()));
        } else if (alone) {
            writer.semiSync(false);
        }
        return whole;
    }

    private View attached(Member writer) throws MemberFailure {
        long end = nanoClock.getAsLong() + ATTACH_NANOS;
        View view = writer.look();
        while (view.clients() == 0 && nanoClock.getAsLong() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            view = writer.look();
        }
        return view;
    }
}
