package org.turntable.health;

import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this node's clock is ahead of a server's, as last measured. The draw is decided by the clock of Redis and
 * rows are stamped by that of MariaDB, so a difference is an error of a machine that players would notice. Thread-safe;
 * one thread measures.
 */
public final class ClockOffset {
    /** From this difference on, in seconds, it is logged and shown; chrony keeps machines within milliseconds. */
    static final double LIMIT = 1;

    private static final Logger LOG = LoggerFactory.getLogger(ClockOffset.class);
    /** A difference near the limit is not logged again and again. */
    private static final double OVER_BELOW = LIMIT / 2;
    /** The server read its clock at some time during the call, so a slow call says too little. */
    private static final long SLOWEST_NANOS = Duration.ofMillis(500).toNanos();

    private final String server;
    private final LongSupplier millis;
    private final LongSupplier nanos;
    private volatile double seconds = Double.NaN;
    private volatile boolean beyond;

    /** A call that returns a server's time, in milliseconds since the epoch. */
    public interface ServerTime<E extends Exception> {
        double millis() throws E;
    }

    /**
     * @param server the other clock, as log and labels name it
     * @param millis this node's wall clock, such as {@link System#currentTimeMillis}
     * @param nanos measures durations, such as {@link System#nanoTime}
     */
    public ClockOffset(String server, LongSupplier millis, LongSupplier nanos) {
        this.server = server;
        this.millis = millis;
        this.nanos = nanos;
    }

    /** Measures once. A call that fails, or takes longer than half a second, leaves the last value as it is. */
    public <E extends Exception> void measure(ServerTime<E> time) throws E {
        long before = millis.getAsLong();
        long from = nanos.getAsLong();
        double theirs = time.millis();
        long took = nanos.getAsLong() - from;
        if (took <= SLOWEST_NANOS) {
            set((before + took / 2e6 - theirs) / 1e3);
        }
    }

    private void set(double now) {
        seconds = now;
        boolean beyondNow = Math.abs(now) >= (beyond ? OVER_BELOW : LIMIT);
        if (beyondNow != beyond) {
            beyond = beyondNow;
            if (beyondNow) {
                LOG.warn("{}: run chronyc tracking on both machines to find the wrong one", word());
            } else {
                LOG.info("this node's clock and that of {} agree again", server);
            }
        }
    }

    /** The server's name. */
    String server() {
        return server;
    }

    /** Positive while this node's clock is ahead, in seconds; empty before the first measurement. */
    public OptionalDouble seconds() {
        double now = seconds;
        return Double.isNaN(now) ? OptionalDouble.empty() : OptionalDouble.of(now);
    }

    /** "ok", or the difference in words. */
    String word() {
        double now = seconds;
        return beyond
                ? String.format(
                        Locale.ROOT,
                        "this node's clock is %.1f s %s that of %s",
                        Math.abs(now),
                        now > 0 ? "ahead of" : "behind",
                        server)
                : "ok";
    }
}
