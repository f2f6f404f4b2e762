package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.ledger.DrawLog.Settlement;

/**
 * Writes one group: into the store as a whole, else row by row, and buries a row that the store refuses three times. Used alike by
 * a node's own ledger and by the sweeper.
 */
final class GroupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int TRIES = 3;

    private final LedgerStore store;
    private final DrawLog log;
    private final LedgerMetrics metrics;

    GroupWriter(LedgerStore store, DrawLog log, LedgerMetrics metrics) {
        this.store = store;
        this.log = log;
        this.metrics = metrics;
    }

    /**
     * Writes the entries; two entries of one key (a draw that was repeated after a loss of Redis's state) are answered alike.
     *
     * @return what is stored for each entry, buried ones left out
     * @throws LedgerStore.Unavailable when the database did not answer; nothing is known of any entry
     */
    List<Settlement> write(List<LedgerEntry> entries) throws LedgerStore.Unavailable {
        TreeMap<LedgerEntry, LedgerEntry> byKey = new TreeMap<>(LedgerEntry.KEY_ORDER);
        // A win that a roll admitted is never displaced by a loss of the same number met in the same group.
        entries.forEach(entry -> byKey.merge(entry, entry, (a, b) -> a.isCandidate() ? a : b));
        entries.stream().filter(LedgerEntry::alsoVisit).map(LedgerEntry::visit).forEach(visit -> byKey.putIfAbsent(visit, visit));
        List<LedgerEntry> group = List.copyOf(byKey.values());
        TreeMap<LedgerEntry, StoredDraw> stored = new TreeMap<>(LedgerEntry.KEY_ORDER);
        writeWhole(group, stored);
        List<Settlement> settlements = new ArrayList<>(entries.size());
        for (LedgerEntry entry : entries) {
            StoredDraw draw = stored.get(entry);
            if (draw != null) {
                settlements.add(new Settlement(entry, draw));
            }
        }
        return settlements;
    }

    private void writeWhole(List<LedgerEntry> group, TreeMap<LedgerEntry, StoredDraw> stored) throws LedgerStore.Unavailable {
        long begun = System.nanoTime();
        try {
            List<StoredDraw> draws = store.write(group);
            for (int i = 0; i < group.size(); i++) {
                stored.put(group.get(i), draws.get(i));
            }
            metrics.groupWritten(group.size(), System.nanoTime() - begun);
        } catch (LedgerStore.Refused refused) {
            LOG.warn("a group of {} draws was refused, now row by row: {}", group.size(), refused.getMessage());
            for (LedgerEntry entry : group) {
                writeAlone(entry, group, stored);
            }
        }
    }

    private void writeAlone(LedgerEntry entry, List<LedgerEntry> group, TreeMap<LedgerEntry, StoredDraw> stored) throws LedgerStore.Unavailable {
        LedgerStore.Refused last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                stored.put(entry, store.write(List.of(entry)).get(0));
                metrics.groupWritten(1, 0);
                return;
            } catch (LedgerStore.Refused refused) {
                last = refused;
            }
        }
        bury(entry, group, last);
    }

    private void bury(LedgerEntry entry, List<LedgerEntry> group, LedgerStore.Refused reason) {
        if (entry.isVisit() && group.stream().anyMatch(other -> other.alsoVisit() && other.entryId().equals(entry.entryId()))) {
            LOG.error("a first visit is refused, its draw is not: campaign {} entry {}: {}", entry.campaignId(), entry.entryId(), reason.getMessage());
            return;
        }
        try {
            log.bury(entry, reason.getMessage());
            metrics.buried();
            LOG.error("dead letter: campaign {} entry {} draw {}: {}", entry.campaignId(), entry.entryId(), entry.number(), reason.getMessage());
        } catch (DrawLog.Unavailable away) {
            LOG.warn("could not bury entry {}; the sweeper will meet it again", entry.entryId(), away);
        }
    }
}
