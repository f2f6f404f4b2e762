package org.turntable.draw;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/** One background thread that reloads the plans and ensures the epochs, so that no request has to. */
public final class Housekeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeper.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final long RELOAD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CampaignCache plans;
    private final EpochCoordinator epochs;
    private final Runnable clocks;
    private final AtomicReference<CompletableFuture<Void>> requested = new AtomicReference<>();
    private final PeriodicTask task = new PeriodicTask("housekeeping", "housekeeping", PAUSE, this::round);
    private long reloadedAt = System.nanoTime() - RELOAD_NANOS;
    private String lastProblem = "";

    /** @param clocks reads the clock of Redis; run once a second, and not while Redis does not answer */
    public Housekeeper(CampaignCache plans, EpochCoordinator epochs, Runnable clocks) {
        this.plans = plans;
        this.epochs = epochs;
        this.clocks = clocks;
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    /** Ensures the epochs now, without the pause before the next run. */
    public void wake() {
        task.wakeUp();
    }

    /** Reads the plans now; the future completes after the attempt, also if it failed. */
    public CompletableFuture<Void> reloadSoon() {
        CompletableFuture<Void> request =
                requested.updateAndGet(pending -> pending == null ? new CompletableFuture<>() : pending);
        wake();
        return request;
    }

    private void round() {
        CompletableFuture<Void> caller = requested.getAndSet(null);
        boolean due = caller != null || System.nanoTime() - reloadedAt >= RELOAD_NANOS;
        try {
            if (due) {
                reloadedAt = System.nanoTime();
                plans.reload().forEach(epochs::suspectPlan);
            }
            for (Campaign campaign : plans.all()) {
                epochs.ensure(campaign);
            }
            reportState("");
        } catch (DatabaseUnavailableException unavailable) {
            reportState("MariaDB does not answer: " + unavailable.getMessage());
        } catch (RedisUnavailableException unavailable) {
            reportState("Redis does not answer: " + unavailable.getMessage());
            // Its next answer must not wait for another call that is not answered either.
            due = false;
        } finally {
            if (caller != null) {
                caller.complete(null);
            }
        }
        if (due) {
            clocks.run();
        }
    }

    /**
     * Logs a problem when it begins and when it ends, not in every run.
     *
     * @param problem empty for none
     */
    private void reportState(String problem) {
        if (!problem.equals(lastProblem)) {
            if (problem.isEmpty()) {
                LOG.info("housekeeping works again");
            } else {
                LOG.warn("housekeeping: {}", problem);
            }
            lastProblem = problem;
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
