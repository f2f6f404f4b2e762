package org.turntable.draw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.ledger.CircuitBreaker;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.PlayerId;

/**
 * Loads players into a new epoch: reads their history from MariaDB, many players at a time, and writes it into Redis.
 * Used only after a loss of Redis's state. One thread reads, so that a million returning players do not overload
 * MariaDB. It is not a {@code PeriodicTask} because it waits for queued players, and a pause would add latency to their
 * requests.
 */
public final class PlayerLoader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PlayerLoader.class);
    private static final int MAX_BATCH = 200;

    private record Request(Campaign campaign, PlayerId player, Epoch epoch, CompletableFuture<Boolean> done) {}

    private final PlayerHistory history;
    private final Admissions admissions;
    private final CircuitBreaker breaker;
    private final DrawMetrics metrics;
    private final BlockingQueue<Request> queue = new LinkedBlockingQueue<>(20_000);
    private final Thread thread = new Thread(this::run, "player-loader");
    private volatile boolean closing;

    /** Creates a loader; {@link #start()} starts it. */
    public PlayerLoader(PlayerHistory history, Admissions admissions, CircuitBreaker breaker, DrawMetrics metrics) {
        this.history = history;
        this.admissions = admissions;
        this.breaker = breaker;
        this.metrics = metrics;
    }

    /** Starts the loading thread. */
    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Loads one player; true if the player's hash is now of this epoch, false if it could not be loaded. */
    public CompletableFuture<Boolean> load(Campaign campaign, PlayerId player, Epoch epoch) {
        Request request = new Request(campaign, player, epoch, new CompletableFuture<>());
        if (!breaker.isClosed() || closing || !queue.offer(request)) {
            return CompletableFuture.completedFuture(false);
        }
        return request.done();
    }

    private void run() {
        List<Request> batch = new ArrayList<>();
        while (!closing) {
            batch.clear();
            try {
                Request first = queue.poll(100, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, MAX_BATCH - 1);
                    load(batch);
                }
            } catch (InterruptedException stopped) {
                closing = true;
            } catch (RuntimeException unexpected) {
                LOG.error("players could not be loaded", unexpected);
            } finally {
                batch.stream()
                        .filter(request -> !request.done().isDone() && closing)
                        .forEach(request -> request.done().complete(false));
            }
        }
        queue.forEach(request -> request.done().complete(false));
    }

    private void load(List<Request> batch) {
        Map<Campaign, Map<PlayerId, List<Request>>> byCampaign = new HashMap<>();
        for (Request request : batch) {
            byCampaign
                    .computeIfAbsent(request.campaign(), campaign -> new LinkedHashMap<>())
                    .computeIfAbsent(request.player(), player -> new ArrayList<>())
                    .add(request);
        }
        byCampaign.forEach(this::loadCampaign);
    }

    private void loadCampaign(Campaign campaign, Map<PlayerId, List<Request>> requests) {
        Campaign.Day day = campaign.dayAt(admissions.now());
        try {
            Map<PlayerId, PlayerHistory.History> histories =
                    history.read(campaign, List.copyOf(requests.keySet()), day);
            metrics.loaded(histories.size());
            requests.forEach((player, waiting) -> admissions
                    .seed(campaign, player, waiting.get(0).epoch(), histories.get(player))
                    .whenComplete((seeded, failed) -> complete(waiting, failed == null && seeded)));
        } catch (DatabaseUnavailableException unavailable) {
            breaker.failed();
            LOG.warn(
                    "MariaDB did not answer; {} players could not be loaded: {}",
                    requests.size(),
                    unavailable.getMessage());
            requests.values().forEach(waiting -> complete(waiting, false));
        } catch (RuntimeException unexpected) {
            requests.values().forEach(waiting -> complete(waiting, false));
            throw unexpected;
        }
    }

    private static void complete(List<Request> waiting, boolean loaded) {
        waiting.forEach(request -> request.done().complete(loaded));
    }

    /** Stops after the current batch; waits up to 3 s for it. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(3));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
