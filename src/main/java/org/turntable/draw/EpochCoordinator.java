package org.turntable.draw;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.UnwrittenDraws;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * Holds the epoch of each campaign on this node and recovers from a loss of Redis's state. A new run id of Redis, or a
 * missing or different published epoch, closes draws on this node. Then one node increases the epoch in MariaDB, waits
 * until the draws that nodes had admitted are stored, counts the taken units, and publishes the epoch. The same follows
 * when MariaDB lost state and Redis did not: after a restore, Redis may have a later epoch, a newer plan or another
 * plan of the same version. If the campaign was made anew under its number, Redis has the state of another campaign,
 * which is set aside.
 */
public final class EpochCoordinator {
    private static final Logger LOG = LoggerFactory.getLogger(EpochCoordinator.class);
    private static final long LEASE_MS = 5_000;

    private final EpochStore store;
    private final EpochRegistry registry;
    private final String node;
    private final DrawMetrics metrics;
    private final Duration settling;
    private final LongSupplier nanos;
    private final UnwrittenDraws unwritten;
    private final Map<Integer, Epoch> held = new ConcurrentHashMap<>();
    /** Campaigns of which Redis has another plan or state than this node has read from MariaDB. */
    private final Set<Integer> suspects = ConcurrentHashMap.newKeySet();

    /** The run id that was seen last. */
    private final AtomicReference<String> run = new AtomicReference<>("");
    /** Epochs that this node held when another run of Redis answered. */
    private final Map<Integer, Epoch> interrupted = new ConcurrentHashMap<>();
    /** Campaigns whose epoch went on in another run than MariaDB has. */
    private final Set<Integer> unrecorded = ConcurrentHashMap.newKeySet();

    private final Map<Integer, Settling> settlings = new ConcurrentHashMap<>();
    private final UnwrittenReports reports;

    /**
     * An epoch that this node has stored in MariaDB and that is not published yet.
     *
     * @param opensAt when it may be published, on the clock {@code nanos}
     */
    private record Settling(Epoch next, long opensAt) {}

    /**
     * @param node this node's name, for the recovery lease
     * @param settling minimum time between closing an epoch and publishing the next: the time for which a loss that was
     *     already answered may be only in the memory of a node. A player who is loaded earlier would draw the same
     *     number again, and could win. Not used for the first epoch.
     * @param nanos the clock for it, in nanoseconds
     * @param unwritten the draws of this node that MariaDB may not have
     */
    public EpochCoordinator(
            EpochStore store,
            EpochRegistry registry,
            String node,
            DrawMetrics metrics,
            Duration settling,
            LongSupplier nanos,
            UnwrittenDraws unwritten) {
        this.store = store;
        this.registry = registry;
        this.node = node;
        this.metrics = metrics;
        this.settling = settling;
        this.nanos = nanos;
        this.unwritten = unwritten;
        this.reports = new UnwrittenReports(registry, node, unwritten, this::current);
    }

    /** For a process that admits no draws. */
    public EpochCoordinator(
            EpochStore store,
            EpochRegistry registry,
            String node,
            DrawMetrics metrics,
            Duration settling,
            LongSupplier nanos) {
        this(store, registry, node, metrics, settling, nanos, new UnwrittenDraws(0));
    }

    /** The epoch for draws, or empty while draws are closed on this node. */
    public Optional<Epoch> current(int campaignId) {
        return Optional.ofNullable(held.get(campaignId));
    }

    /** A run id of Redis was seen: epochs that are bound to any other run id become invalid at once. */
    public void runSeen(String runId) {
        if (!runId.equals(run.getAndSet(runId))) {
            unwritten.doubt();
        }
        held.forEach((id, epoch) -> {
            if (!epoch.runId().equals(runId) && held.remove(id, epoch) && !suspects.contains(id)) {
                interrupted.put(id, epoch);
            }
        });
    }

    /** The epoch that this node held until another run of Redis answered, while it holds none. */
    public Optional<Epoch> interrupted(int campaignId) {
        return Optional.ofNullable(interrupted.get(campaignId));
    }

    /**
     * Opens draws on this node in the interrupted epoch, in another run that is proved to have lost nothing. MariaDB is
     * told later.
     *
     * @return false if that is no longer the interrupted epoch, or MariaDB is known to disagree with Redis
     */
    public boolean proceed(Campaign campaign, Epoch continued) {
        int id = campaign.id();
        Epoch from = interrupted.get(id);
        if (from == null || from.number() != continued.number() || suspects.contains(id)) {
            return false;
        }
        unrecorded.add(id);
        hold(campaign, continued);
        return true;
    }

    /** Redis has another epoch than this one: draws are closed on this node until the current epoch is known. */
    public void invalidate(int campaignId, Epoch epoch) {
        held.remove(campaignId, epoch);
    }

    /**
     * Redis has another plan, or the state of another campaign, than this node has read. MariaDB may have changed
     * since; the next {@link #ensure} compares them again.
     */
    public void suspectPlan(int campaignId) {
        suspects.add(campaignId);
    }

    /**
     * Ensures that this node holds the current epoch; increases it if state was lost. Does nothing while one is held.
     * To be called periodically: it does not wait for the settling time.
     *
     * @throws DatabaseUnavailableException if MariaDB does not answer; draws stay closed
     * @throws RedisUnavailableException if Redis does not answer
     */
    public void ensure(Campaign campaign) throws DatabaseUnavailableException {
        int id = campaign.id();
        Epoch current = held.get(id);
        if (current != null && !suspects.contains(id)) {
            if (unrecorded.contains(id)) {
                record(id, current);
            }
            return;
        }
        String runId = registry.runId();
        try {
            ensure(campaign, runId);
        } catch (DatabaseUnavailableException unavailable) {
            // Another node may reach MariaDB: it must not wait until the lease has expired.
            registry.releaseRecoveryLease(id, runId, node);
            throw unavailable;
        }
    }

    private void ensure(Campaign campaign, String runId) throws DatabaseUnavailableException {
        int id = campaign.id();
        if (!held.containsKey(id)) {
            reports.report(campaign, runId);
        }
        Optional<Epoch> stored = store.readAndRecord(id, registry, runId);
        if (stored.isPresent() && stored.get().runId().equals(runId)) {
            OptionalLong published = registry.published(id, runId);
            if (published.isPresent() && published.getAsLong() == stored.get().number()) {
                PlanStamp.Comparison comparison =
                        PlanStamp.compare(campaign, registry, store, runId, suspects.contains(id));
                if (comparison == PlanStamp.Comparison.SAME) {
                    suspects.remove(id);
                    hold(campaign, stored.get());
                }
                if (comparison != PlanStamp.Comparison.LOST) {
                    if (comparison == PlanStamp.Comparison.STALE) {
                        held.remove(id);
                    }
                    return;
                }
            }
        }
        held.remove(id);
        stored.ifPresent(epoch -> reports.closed(id, epoch));
        reports.report(campaign, runId);
        if (registry.holdRecoveryLease(id, runId, node, LEASE_MS)) {
            recover(campaign, stored.orElse(null), runId);
        }
    }

    /** Binds an epoch that went on to its run, in MariaDB too. If MariaDB has another epoch, draws close. */
    private void record(int id, Epoch current) throws DatabaseUnavailableException {
        Optional<Epoch> stored = store.readAndRecord(id, registry, current.runId());
        unrecorded.remove(id);
        if (!stored.equals(Optional.of(current))) {
            held.remove(id, current);
        }
    }

    /**
     * The uid of the campaign that has a number, if both Redis and MariaDB name it: what is in the stream is of that
     * campaign. Empty while they disagree.
     */
    public Optional<String> owner(int campaignId) throws DatabaseUnavailableException {
        Optional<String> inRedis = registry.campaign(campaignId);
        Optional<String> inMariaDb = store.plan(campaignId).map(EpochStore.StoredPlan::campaign);
        return inRedis.isEmpty() || inRedis.equals(inMariaDb) ? inMariaDb : Optional.empty();
    }

    private void recover(Campaign campaign, Epoch from, String runId) throws DatabaseUnavailableException {
        int id = campaign.id();
        if (store.plan(id)
                .filter(stored -> stored.campaign().equals(campaign.uid()))
                .isEmpty()) {
            // This node has not read yet that the campaign was made anew.
            return;
        }
        Settling current = settlings.get(id);
        if (current == null
                || !current.next().equals(from)
                || !current.next().runId().equals(runId)) {
            settlings.remove(id);
            long latest = Math.max(from == null ? 0 : from.number(), registry.latest(id, runId));
            Epoch next = new Epoch(latest + 1, runId);
            interrupted.remove(id);
            if (!store.move(id, from, next)) {
                return;
            }
            registry.close(id, next);
            // Before the first epoch there were no draws.
            current = new Settling(next, nanos.getAsLong() + (next.number() == 1 ? 0 : settling.toNanos()));
            settlings.put(id, current);
        }
        long late = nanos.getAsLong() - current.opensAt();
        if (late >= 0 && reports.isWritten(campaign, current.next(), runId, late)) {
            settlings.remove(id);
            publish(campaign, current.next(), runId);
        }
    }

    private void publish(Campaign campaign, Epoch next, String runId) throws DatabaseUnavailableException {
        int id = campaign.id();
        registry.setAside(id, next, campaign.uid()).ifPresent(aside -> {
            metrics.setAside(aside.entries() + aside.deadLetters());
            LOG.error("campaign {}: {}", campaign.slug(), aside);
        });
        List<DrawEntry> candidates = registry.candidates(id, runId);
        Map<Integer, Long> taken = store.taken(id, candidates);
        if (registry.open(id, next, PlanStamp.of(campaign), taken)) {
            suspects.remove(id);
            hold(campaign, next);
            metrics.epochMoved();
            LOG.warn(
                    "campaign {} is in epoch {} of Redis run {}: {} candidates in the stream, taken {}",
                    campaign.slug(),
                    next.number(),
                    runId,
                    candidates.size(),
                    taken);
        }
    }

    private void hold(Campaign campaign, Epoch epoch) {
        reports.opened(campaign, epoch);
        interrupted.remove(campaign.id());
        held.put(campaign.id(), epoch);
    }
}
