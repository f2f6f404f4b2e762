package org.turntable.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.signal.PlayerSignalStore.Addition;

/** Records the signals of this node every two seconds, on a thread of its own, and deletes old ones twice an hour. */
public final class SignalRecorder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SignalRecorder.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final int ROWS = 500;
    private static final int PLAYERS = 50_000;
    private static final long DELETE_NANOS = TimeUnit.MINUTES.toNanos(30);
    /** Few rows at once hold few locks. */
    private static final int DELETED_ROWS = 1_000;

    private final PlayerSignalStore store;
    private final BooleanSupplier databaseAvailable;
    private final Duration kept;
    private final Supplier<Instant> clock;
    private final LongSupplier nanos;
    private final SignalBook book;
    private final RiskSignals signals;
    private final PeriodicTask task = new PeriodicTask("signals", "recording signals", PAUSE, this::round);
    private long deleteAt;
    private boolean fails;

    /**
     * @param databaseAvailable while it is false, nothing is tried and signals stay in memory
     * @param kept how long a player's signals are kept after the last one
     * @param clock the same on all nodes, within milliseconds
     * @param nanos for pauses
     * @param hashKey random and of this process alone, 16 bytes
     */
    public SignalRecorder(
            PlayerSignalStore store,
            BooleanSupplier databaseAvailable,
            SignalThresholds thresholds,
            Duration kept,
            PageViews pageViews,
            Supplier<Instant> clock,
            LongSupplier nanos,
            byte[] hashKey,
            SignalMetrics metrics) {
        this.store = store;
        this.databaseAvailable = databaseAvailable;
        this.kept = kept;
        this.clock = clock;
        this.nanos = nanos;
        this.book = new SignalBook(PLAYERS, metrics);
        this.signals = new RiskSignals(thresholds, pageViews, clock, book, metrics, hashKey);
        this.deleteAt = nanos.getAsLong();
        // What the last seconds brought is not lost when the node stops.
        task.atEnd(this::record);
    }

    /** What watches the draws of this node. */
    public RiskSignals signals() {
        return signals;
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    /** One run of the thread. */
    void round() {
        record();
        if (databaseAvailable.getAsBoolean() && nanos.getAsLong() - deleteAt >= 0) {
            deleteAt = nanos.getAsLong() + DELETE_NANOS;
            deleteOld();
        }
    }

    private void record() {
        while (databaseAvailable.getAsBoolean()) {
            List<Addition> additions = book.take(clock.get().toEpochMilli(), ROWS);
            if (additions.isEmpty() || !recorded(additions)) {
                return;
            }
        }
    }

    private boolean recorded(List<Addition> additions) {
        try {
            store.add(additions);
            report(false, "");
            return true;
        } catch (DatabaseUnavailableException failure) {
            book.giveBack(additions);
            report(true, failure.getMessage());
            return false;
        }
    }

    private void deleteOld() {
        try {
            int deleted = DELETED_ROWS;
            while (deleted == DELETED_ROWS && !task.isStopped()) {
                deleted = store.deleteBefore(clock.get().minus(kept), DELETED_ROWS);
            }
        } catch (DatabaseUnavailableException failure) {
            LOG.warn("old signals could not be deleted; next attempt in half an hour: {}", failure.getMessage());
        }
    }

    /** Logs a problem when it begins and when it ends, not in every run. */
    private void report(boolean failed, String message) {
        if (failed && !fails) {
            LOG.warn("signals of players could not be recorded, and stay in memory: {}", message);
        } else if (!failed && fails) {
            LOG.info("signals of players are recorded again");
        }
        fails = failed;
    }

    @Override
    public void close() {
        task.close(Duration.ofSeconds(2));
    }
}
