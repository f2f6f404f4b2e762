package org.turntable.ledger;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ledger.LedgerStream.Settlement;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;

/**
 * Writes one group: into the store as a whole, otherwise row by row. Moves a row that the store rejects three times to
 * the dead letters. Used by a node's own ledger and by the sweeper.
 */
final class GroupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int MAX_ATTEMPTS = 3;

    private final LedgerStore store;
    private final LedgerStream log;
    private final LedgerMetrics metrics;

    GroupWriter(LedgerStore store, LedgerStream log, LedgerMetrics metrics) {
        this.store = store;
        this.log = log;
        this.metrics = metrics;
    }

    /**
     * Writes the entries. Two entries with one key (a draw that was repeated after a loss of Redis's state) get the
     * same result.
     *
     * @param campaigns the uid of the campaign to which the entries of a number belong; what is missing is not compared
     * @return what is stored for each entry, without those that were moved to the dead letters, and those of a campaign
     *     of which another one has the number now: they are not written
     * @throws DatabaseUnavailableException if the database did not answer; it is unknown which entries are stored
     */
    List<Settlement> write(List<LedgerEntry> entries, Map<Integer, String> campaigns)
            throws DatabaseUnavailableException {
        TreeMap<LedgerEntry, LedgerEntry> byKey = new TreeMap<>(LedgerEntry.KEY_ORDER);
        // A candidate is never replaced by a loss with the same number in the same group.
        entries.forEach(entry -> byKey.merge(entry, entry, (a, b) -> isCandidate(a) ? a : b));
        for (LedgerEntry entry : entries) {
            if (entry instanceof DrawEntry draw && draw.firstVisit()) {
                FirstVisit visit = new FirstVisit(draw.campaignId(), draw.player(), draw.entryId());
                byKey.putIfAbsent(visit, visit);
            }
        }
        List<LedgerEntry> group = List.copyOf(byKey.values());
        TreeMap<LedgerEntry, StoredDraw> stored = new TreeMap<>(LedgerEntry.KEY_ORDER);
        writeWhole(group, campaigns, stored);
        List<Settlement> settlements = new ArrayList<>(entries.size());
        for (LedgerEntry entry : entries) {
            StoredDraw draw = stored.get(entry);
            if (draw != null) {
                settlements.add(new Settlement(entry, draw));
            }
        }
        return settlements;
    }

    private void writeWhole(
            List<LedgerEntry> group, Map<Integer, String> campaigns, TreeMap<LedgerEntry, StoredDraw> stored)
            throws DatabaseUnavailableException {
        long startNanos = System.nanoTime();
        try {
            List<StoredDraw> draws = store.write(group, campaigns);
            for (int i = 0; i < group.size(); i++) {
                stored.put(group.get(i), draws.get(i));
            }
            metrics.groupWritten(group.size(), System.nanoTime() - startNanos);
        } catch (LedgerStore.RejectedException rejected) {
            LOG.warn("a group of {} draws was rejected, now row by row: {}", group.size(), rejected.getMessage());
            for (LedgerEntry entry : group) {
                writeAlone(entry, group, campaigns, stored);
            }
        } catch (LedgerStore.OtherCampaignException other) {
            List<LedgerEntry> left = group.stream()
                    .filter(entry -> entry.campaignId() != other.campaignId())
                    .toList();
            LOG.error("{} entries are not written: {}", group.size() - left.size(), other.getMessage());
            if (!left.isEmpty()) {
                Map<Integer, String> others = new HashMap<>(campaigns);
                others.remove(other.campaignId());
                writeWhole(left, others, stored);
            }
        }
    }

    private void writeAlone(
            LedgerEntry entry,
            List<LedgerEntry> group,
            Map<Integer, String> campaigns,
            TreeMap<LedgerEntry, StoredDraw> stored)
            throws DatabaseUnavailableException {
        Map<Integer, String> own = new HashMap<>(campaigns);
        own.keySet().retainAll(List.of(entry.campaignId()));
        LedgerStore.RejectedException last = null;
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try {
                stored.put(entry, store.write(List.of(entry), own).get(0));
                metrics.groupWritten(1, 0);
                return;
            } catch (LedgerStore.RejectedException rejected) {
                last = rejected;
            } catch (LedgerStore.OtherCampaignException other) {
                LOG.error("an entry is not written: {}", other.getMessage());
                return;
            }
        }
        moveToDeadLetters(entry, group, last);
    }

    private void moveToDeadLetters(LedgerEntry entry, List<LedgerEntry> group, LedgerStore.RejectedException reason) {
        if (entry instanceof FirstVisit && group.stream().anyMatch(other -> recordsVisitOf(other, entry))) {
            LOG.error(
                    "a first visit is rejected, its draw is not: campaign {} entry {}: {}",
                    entry.campaignId(),
                    entry.entryId(),
                    reason.getMessage());
            return;
        }
        try {
            log.moveToDeadLetters(entry, reason.getMessage());
            metrics.deadLetterAdded();
            LOG.error(
                    "dead letter: campaign {} entry {} {}: {}",
                    entry.campaignId(),
                    entry.entryId(),
                    entry instanceof DrawEntry draw ? "draw " + draw.number() : "first visit",
                    reason.getMessage());
        } catch (RedisUnavailableException unavailable) {
            LOG.warn(
                    "could not move entry {} to the dead letters; the sweeper will try again",
                    entry.entryId(),
                    unavailable);
        }
    }

    private static boolean isCandidate(LedgerEntry entry) {
        return entry instanceof DrawEntry draw && draw.isCandidate();
    }

    private static boolean recordsVisitOf(LedgerEntry other, LedgerEntry visit) {
        return other instanceof DrawEntry draw
                && draw.firstVisit()
                && draw.entryId().equals(visit.entryId());
    }
}
