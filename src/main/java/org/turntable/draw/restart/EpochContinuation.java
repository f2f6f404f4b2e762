package org.turntable.draw.restart;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.concurrent.PeriodicTask;
import org.turntable.draw.DrawMetrics;
import org.turntable.draw.Epoch;
import org.turntable.draw.EpochCoordinator;
import org.turntable.draw.EpochRegistry;
import org.turntable.draw.PlanStamp;
import org.turntable.outage.RedisUnavailableException;

/**
 * Continues epochs while MariaDB is away: Redis was restarted, and all nodes together prove that it has lost nothing.
 * While a node draws it observes the streams, which bounds what a process may have answered that is gone. Every step is
 * executed by a named run of Redis; none waits for MariaDB. Without a proof draws stay closed until a new epoch.
 */
public final class EpochContinuation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EpochContinuation.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final long NODES_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** With MariaDB a new epoch has begun by then. */
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RunRegistry runs;
    private final EpochRegistry registry;
    private final EpochCoordinator epochs;
    private final LiveNodes nodes;
    private final Supplier<List<Campaign>> campaigns;
    private final BooleanSupplier databaseAvailable;
    private final String process;
    private final Supplier<Instant> clock;
    private final DrawMetrics metrics;
    private final PeriodicTask task =
            new PeriodicTask("epoch-continuation", "continuing epochs after a restart of Redis", PAUSE, this::round);
    // For the thread of the task only.
    private final KnownNodes known = new KnownNodes();
    private final Map<Integer, Instant> observedAt = new HashMap<>();
    private final Map<Integer, Long> interruptedAt = new HashMap<>();
    private final Map<Integer, String> reported = new HashMap<>();
    private final Set<String> left = new HashSet<>();
    private String run = "";
    private long nodesReadAt = System.nanoTime() - NODES_NANOS;

    /**
     * @param campaigns the campaigns of this node, from its memory
     * @param databaseAvailable whether MariaDB takes writes, as far as this node knows
     * @param process what identifies this process of a node; published with its status
     * @param clock the clock with which nodes publish their status
     */
    public EpochContinuation(
            RunRegistry runs,
            EpochRegistry registry,
            EpochCoordinator epochs,
            LiveNodes nodes,
            Supplier<List<Campaign>> campaigns,
            BooleanSupplier databaseAvailable,
            String process,
            Supplier<Instant> clock,
            DrawMetrics metrics) {
        this.runs = runs;
        this.registry = registry;
        this.epochs = epochs;
        this.nodes = nodes;
        this.campaigns = campaigns;
        this.databaseAvailable = databaseAvailable;
        this.process = process;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Starts the thread. */
    public void start() {
        task.start();
    }

    private void round() {
        try {
            if (System.nanoTime() - nodesReadAt >= NODES_NANOS) {
                nodesReadAt = System.nanoTime();
                known.seen(nodes.read(), clock.get());
            }
        } catch (RedisUnavailableException unavailable) {
            LOG.debug("the status of the nodes could not be read: {}", unavailable.getMessage());
        }
        for (Campaign campaign : campaigns.get()) {
            try {
                round(campaign);
            } catch (RedisUnavailableException unavailable) {
                LOG.debug("Redis did not answer: {}", unavailable.getMessage());
            }
        }
    }

    private void round(Campaign campaign) {
        int id = campaign.id();
        Optional<Epoch> current = epochs.current(id);
        if (current.isPresent()) {
            interruptedAt.remove(id);
            reported.remove(id);
            stay(current.get().runId());
            // Read before the call: what was admitted until then is covered by it.
            Instant now = clock.get();
            runs.observe(id, current.get());
            observedAt.put(id, now);
            return;
        }
        Optional<Epoch> interrupted = epochs.interrupted(id);
        if (interrupted.isPresent()) {
            long since = interruptedAt.computeIfAbsent(id, key -> System.nanoTime());
            if (!databaseAvailable.getAsBoolean() || System.nanoTime() - since >= PATIENCE_NANOS) {
                String runId = registry.runId();
                // Two servers that answer by turns could otherwise both continue.
                if (enter(runId) && !runId.equals(interrupted.get().runId())) {
                    proceed(campaign, interrupted.get(), runId);
                }
            }
        }
    }

    /** Enters a run of Redis to report there; false if this process has left it for another one before. */
    private boolean enter(String runId) {
        if (left.contains(runId)) {
            return false;
        }
        stay(runId);
        return true;
    }

    private void stay(String runId) {
        if (!runId.equals(run)) {
            left.add(run);
            left.remove(runId);
            run = runId;
        }
    }

    private void proceed(Campaign campaign, Epoch interrupted, String runId) {
        int id = campaign.id();
        // Before the report: when all have reported, Redis has the newest plan.
        EpochRegistry.Difference plan =
                registry.announcePlan(id, PlanStamp.of(campaign), runId).difference();
        if (plan == EpochRegistry.Difference.PLAN || plan == EpochRegistry.Difference.CAMPAIGN) {
            log(campaign, interrupted, runId, "Redis has another plan or another campaign");
            return;
        }
        RunState state = runs.report(id, interrupted, runId, process);
        Set<String> needed = Set.of();
        if (!state.continued()) {
            // Who has started since has to be heard too.
            try {
                known.seen(nodes.read(), clock.get());
            } catch (RedisUnavailableException unavailable) {
                log(campaign, interrupted, runId, "the status of the nodes cannot be read");
                return;
            }
            needed = known.needed(observedAt.getOrDefault(id, Instant.MIN));
        }
        ContinuityProof.Verdict verdict = ContinuityProof.judge(state, interrupted.number(), needed);
        if (verdict instanceof ContinuityProof.Proved && !state.continued()) {
            state = runs.proceed(
                    id, interrupted, runId, process, state.reports().size());
        }
        if (verdict instanceof ContinuityProof.Disproved disproved) {
            log(campaign, interrupted, runId, disproved.reason());
            if (state.continued() && state.epoch().isPresent() && state.epoch().getAsLong() == interrupted.number()) {
                // This process was not heard in time, and what it knows is lost.
                registry.close(id, new Epoch(interrupted.number() + 1, runId));
            }
        } else if (verdict instanceof ContinuityProof.Unheard unheard) {
            log(campaign, interrupted, runId, "not heard from " + unheard.processes());
        } else if (state.continued()
                && plan == EpochRegistry.Difference.NONE
                && epochs.proceed(campaign, new Epoch(interrupted.number(), runId))) {
            metrics.epochContinued();
            LOG.warn(
                    "campaign {} continues epoch {} in Redis run {}, which has lost nothing: {} nodes know no entry after {}",
                    campaign.slug(),
                    interrupted.number(),
                    runId,
                    state.reports().size(),
                    state.last());
        }
    }

    /** Logs a reason once; with MariaDB a new epoch follows, which is logged itself. */
    private void log(Campaign campaign, Epoch interrupted, String runId, String reason) {
        if (!databaseAvailable.getAsBoolean() && !reason.equals(reported.put(campaign.id(), reason))) {
            LOG.warn(
                    "campaign {}: epoch {} is not continued in Redis run {}, draws are closed until MariaDB answers: {}",
                    campaign.slug(),
                    interrupted.number(),
                    runId,
                    reason);
        }
    }

    @Override
    public void close() {
        task.close();
    }
}
