package org.turntable.draw;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.Campaigns;

/** One background thread that keeps plans fresh and epochs held, so that no request has to. */
public final class Housekeeping implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long ROUND_MS = 100;
    private static final long RELOAD_MS = 1_000;

    private final PlanKeeper plans;
    private final EpochKeeper epochs;
    private final Semaphore wake = new Semaphore(0);
    private final AtomicReference<CompletableFuture<Void>> asked = new AtomicReference<>();
    private final Thread thread = new Thread(this::run, "housekeeping");
    private volatile boolean closing;
    private String lastTrouble = "";

    public Housekeeping(PlanKeeper plans, EpochKeeper epochs) {
        this.plans = plans;
        this.epochs = epochs;
    }

    /** Starts the thread. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Looks after the epochs now and not only in the next round. */
    public void wake() {
        if (wake.availablePermits() == 0) {
            wake.release();
        }
    }

    /** Reads the plans now; the future completes when that was tried. */
    public CompletableFuture<Void> reloadSoon() {
        CompletableFuture<Void> mine = asked.updateAndGet(there -> there == null ? new CompletableFuture<>() : there);
        wake();
        return mine;
    }

    private void run() {
        long reloadedAt = System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(RELOAD_MS);
        while (!closing) {
            CompletableFuture<Void> caller = asked.getAndSet(null);
            try {
                if (caller != null || System.nanoTime() - reloadedAt >= TimeUnit.MILLISECONDS.toNanos(RELOAD_MS)) {
                    reloadedAt = System.nanoTime();
                    plans.reload();
                }
                for (Campaign campaign : plans.all()) {
                    epochs.ensure(campaign);
                }
                trouble("");
            } catch (Campaigns.Unavailable | EpochStore.Unavailable away) {
                trouble("MariaDB does not answer: " + away.getMessage());
            } catch (Admissions.Unavailable away) {
                trouble("Redis does not answer: " + away.getMessage());
            } catch (RuntimeException unexpected) {
                LOG.error("housekeeping met something unexpected", unexpected);
            }
            if (caller != null) {
                caller.complete(null);
            }
            try {
                wake.tryAcquire(ROUND_MS, TimeUnit.MILLISECONDS);
                wake.drainPermits();
            } catch (InterruptedException stopped) {
                closing = true;
            }
        }
    }

    /** Logs a trouble when it comes and when it goes, not ten times a second while it lasts. */
    private void trouble(String now) {
        if (!now.equals(lastTrouble)) {
            if (now.isEmpty()) {
                LOG.info("housekeeping works again");
            } else {
                LOG.warn("housekeeping: {}", now);
            }
            lastTrouble = now;
        }
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
