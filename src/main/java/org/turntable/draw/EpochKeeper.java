package org.turntable.draw;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.campaign.Campaign;
import org.turntable.ledger.LedgerEntry;

/**
 * Holds the epoch of each campaign on this node and makes up for a loss of Redis's state: a new run of Redis, or a run that names
 * no epoch or another one, closes draws here; then one node moves the epoch on in MariaDB, waits until what the nodes had admitted is there,
 * counts what is taken, and publishes.
 */
public final class EpochKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(EpochKeeper.class);
    private static final long LEASE_MS = 5_000;

    private final EpochStore store;
    private final EpochBoard board;
    private final String node;
    private final DrawMetrics metrics;
    private final Duration settling;
    private final LongSupplier nanos;
    private final Map<Integer, Epoch> held = new ConcurrentHashMap<>();
    private final Map<Integer, Settling> settlings = new ConcurrentHashMap<>();

    /**
     * An epoch that this node moved on to, and that is not published yet.
     *
     * @param opensAt on the clock of nanoseconds
     */
    private record Settling(Epoch next, long opensAt) {
    }

    /**
     * @param node     this node's name, for the recovery lease
     * @param settling from closing an epoch to publishing the next: as long as a loss that was told may be in a node's memory and nowhere else.
     *                 A player who was loaded before that would draw the same number again, and could win it. None where nothing was lost.
     * @param nanos    the clock for it
     */
    public EpochKeeper(EpochStore store, EpochBoard board, String node, DrawMetrics metrics, Duration settling, LongSupplier nanos) {
        this.store = store;
        this.board = board;
        this.node = node;
        this.metrics = metrics;
        this.settling = settling;
        this.nanos = nanos;
    }

    /** The epoch to draw in, or empty while draws are closed here. */
    public Optional<Epoch> current(int campaignId) {
        return Optional.ofNullable(held.get(campaignId));
    }

    /** Another run of Redis answers: what was held for any other run is void, at once. */
    public void runSeen(String runId) {
        held.values().removeIf(epoch -> !epoch.runId().equals(runId));
    }

    /** Redis named another epoch than this one: draws close here until it is clear which holds. */
    public void doubted(int campaignId, Epoch epoch) {
        held.remove(campaignId, epoch);
    }

    /**
     * Makes sure that this node holds the epoch in force, moving it on where state was lost. Does nothing while one is held. To be called
     * again and again: it does not wait for what has to settle.
     *
     * @throws EpochStore.Unavailable    when MariaDB does not answer; draws stay closed
     * @throws Admissions.Unavailable when Redis does not
     */
    public void ensure(Campaign campaign) throws EpochStore.Unavailable {
        int id = campaign.id();
        if (held.containsKey(id)) {
            return;
        }
        String runId = board.runId();
        Optional<Epoch> stored = store.read(id);
        if (stored.isPresent() && stored.get().runId().equals(runId)) {
            OptionalLong published = board.published(id, runId);
            if (published.isPresent() && published.getAsLong() == stored.get().number()) {
                hold(id, stored.get());
                return;
            }
        }
        if (board.holdRecoveryLease(id, runId, node, LEASE_MS)) {
            recover(campaign, stored.orElse(null), runId);
        }
    }

    private void recover(Campaign campaign, Epoch from, String runId) throws EpochStore.Unavailable {
        int id = campaign.id();
        Settling mine = settlings.get(id);
        if (mine == null || !mine.next().equals(from) || !mine.next().runId().equals(runId)) {
            settlings.remove(id);
            Epoch next = new Epoch(from == null ? 1 : from.number() + 1, runId);
            if (!store.move(id, from, next)) {
                return;
            }
            board.close(id, next);
            // Before the first epoch nobody has drawn.
            mine = new Settling(next, nanos.getAsLong() + (from == null ? 0 : settling.toNanos()));
            settlings.put(id, mine);
        }
        if (nanos.getAsLong() - mine.opensAt() >= 0) {
            settlings.remove(id);
            publish(campaign, mine.next(), runId);
        }
    }

    private void publish(Campaign campaign, Epoch next, String runId) throws EpochStore.Unavailable {
        int id = campaign.id();
        List<LedgerEntry> candidates = board.candidates(id, runId);
        Map<Integer, Long> taken = store.taken(id, candidates);
        if (board.open(id, next, campaign.planVersion(), taken)) {
            hold(id, next);
            metrics.epochMoved();
            LOG.warn("campaign {} is in epoch {} of Redis run {}: {} candidates in the stream, taken {}", campaign.slug(), next.number(),
                    runId, candidates.size(), taken);
        }
    }

    private void hold(int campaignId, Epoch epoch) {
        held.put(campaignId, epoch);
    }
}
