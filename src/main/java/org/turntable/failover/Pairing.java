package org.turntable.failover;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/** Brings the other node back: follows the writer, catches up, acknowledges. */
final class Pairing {
    private static final long NEAR_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long CATCH_UP_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
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

    /** Makes the other node follow the writer, if it does not; it is closed and holds nothing that the writer does not have. */
    void rejoin() throws MemberFailure {
        Member other = pair.other();
        View view = other.look();
        if (view.semiSync()) {
            other.semiSync(false);
        } else if (view.follows(pair.writer().source()) && view.replicates()) {
            return;
        }
        other.follow(pair.writer().source());
        pair.note(other.address() + " follows " + pair.writer().address());
    }

    /**
     * Makes the pair whole when the other has received what there is: first every commit waits for it again, then it is seen to have everything
     * up to a position that was read after that. Received and not applied: that is what an acknowledgement says too, and a replica on a slower
     * machine applies for as long as the writer answers alone.
     *
     * @return whether it is whole now
     */
    boolean pairUp() throws MemberFailure {
        Member writer = pair.writer();
        Member other = pair.other();
        boolean alone = pair.standing().mode() == Mode.SINGLE_COPY;
        if (tried && nanoClock.getAsLong() - lastTry < PAUSE_NANOS || alone && !receives(other, writer.look().written(), NEAR_NANOS)) {
            return false;
        }
        tried = true;
        lastTry = nanoClock.getAsLong();
        writer.semiSync(true);
        View waiting = attached(writer);
        boolean whole = waiting.clients() > 0 && receives(other, waiting.written(), CATCH_UP_NANOS) && !other.look().mark().isMissing();
        if (whole) {
            tried = false;
            processes.beginAnew();
            pair.settle(pair.standing().paired(pair.now()));
        } else if (alone) {
            writer.semiSync(false);
        }
        return whole;
    }

    private boolean receives(Member other, String position, long limitNanos) throws MemberFailure {
        long end = nanoClock.getAsLong() + limitNanos;
        while (true) {
            View view = other.look();
            if (Positions.contains(view.applied(), position)
                    || view.replication().filter(one -> Positions.contains(one.received(), position)).isPresent()) {
                return true;
            }
            if (nanoClock.getAsLong() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private View attached(Member writer) throws MemberFailure {
        long end = nanoClock.getAsLong() + ATTACH_NANOS;
        View view = writer.look();
        while (view.clients() == 0 && nanoClock.getAsLong() - end < 0) {
            LockSupport.parkNanos(LOOK_NANOS);
            view = writer.look();
        }
        return view;
    }
}
