package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.turntable.outage.RedisUnavailableException;

/** The ledger's stream in memory. */
public final class FakeLedgerStream implements LedgerStream {
    private final List<LedgerEntry> stream = new CopyOnWriteArrayList<>();
    private final List<Settlement> settled = new CopyOnWriteArrayList<>();
    private final Map<LedgerEntry, String> deadLetters = new ConcurrentHashMap<>();
    private final List<String> boundsAsked = new CopyOnWriteArrayList<>();
    private final Map<Integer, String> holders = new ConcurrentHashMap<>();
    private final Map<Integer, String> overdueHolders = new ConcurrentHashMap<>();
    private final AtomicInteger failedCalls = new AtomicInteger();
    private volatile boolean away;

    public FakeLedgerStream holds(LedgerEntry... entries) {
        stream.addAll(List.of(entries));
        return this;
    }

    public void becomeUnavailable() {
        away = true;
    }

    public void becomeAvailable() {
        away = false;
    }

    public List<LedgerEntry> stream() {
        return List.copyOf(stream);
    }

    public List<Settlement> settled() {
        return List.copyOf(settled);
    }

    public Map<LedgerEntry, String> deadLetters() {
        return Map.copyOf(deadLetters);
    }

    /** The last ids up to which was read. */
    public List<String> boundsAsked() {
        return List.copyOf(boundsAsked);
    }

    /** The number of calls while it was unavailable. */
    public int failedCalls() {
        return failedCalls.get();
    }

    /** Sets the holder of the sweeper's lease of a campaign; null for none. */
    public String holder(int campaignId) {
        return holders.get(campaignId);
    }

    public void lend(int campaignId, String holder) {
        holders.put(campaignId, holder);
    }

    /** Sets the holder of the lease for overdue entries. */
    public void lendOverdue(int campaignId, String holder) {
        overdueHolders.put(campaignId, holder);
    }

    /** The holder of the lease for overdue entries; null for none. */
    public String overdueHolder(int campaignId) {
        return overdueHolders.get(campaignId);
    }

    /** Another node has written an entry. */
    public void loses(LedgerEntry entry) {
        stream.remove(entry);
    }

    @Override
    public void settle(List<Settlement> settlements) throws RedisUnavailableException {
        check();
        settled.addAll(settlements);
        settlements.forEach(settlement -> stream.remove(settlement.entry()));
    }

    @Override
    public Page read(int campaignId, String afterId, String untilId, int most) throws RedisUnavailableException {
        check();
        boundsAsked.add(untilId);
        List<LedgerEntry> page = new ArrayList<>();
        for (LedgerEntry entry : stream) {
            if (entry.campaignId() == campaignId
                    && page.size() < most
                    && (afterId == null || entry.entryId().compareTo(afterId) > 0)
                    && (untilId == null || entry.entryId().compareTo(untilId) <= 0)) {
                page.add(entry);
            }
        }
        // A player with a number above 900 represents an entry of a newer version, which the real stream skips.
        String last = page.isEmpty() ? null : page.get(page.size() - 1).entryId();
        return new Page(
                page.stream().filter(entry -> Entries.number(entry) < 900).toList(), last);
    }

    @Override
    public void moveToDeadLetters(LedgerEntry entry, String reason) throws RedisUnavailableException {
        check();
        deadLetters.put(entry, reason);
        stream.remove(entry);
    }

    @Override
    public boolean holdSweeperLease(int campaignId, String holder, long millis) throws RedisUnavailableException {
        check();
        return holder.equals(holders.computeIfAbsent(campaignId, id -> holder));
    }

    @Override
    public void releaseSweeperLease(int campaignId, String holder) throws RedisUnavailableException {
        check();
        holders.remove(campaignId, holder);
    }

    @Override
    public boolean holdOverdueLease(int campaignId, String holder, long millis) throws RedisUnavailableException {
        check();
        return holder.equals(overdueHolders.computeIfAbsent(campaignId, id -> holder));
    }

    @Override
    public void releaseOverdueLease(int campaignId, String holder) throws RedisUnavailableException {
        check();
        overdueHolders.remove(campaignId, holder);
    }

    @Override
    public Backlog backlog(int campaignId) throws RedisUnavailableException {
        check();
        List<String> ids = stream.stream()
                .filter(entry -> entry.campaignId() == campaignId)
                .map(LedgerEntry::entryId)
                .sorted()
                .toList();
        return new Backlog(
                stream.size(),
                deadLetters.size(),
                0,
                ids.isEmpty() ? null : ids.get(0),
                ids.isEmpty() ? null : ids.get(ids.size() - 1),
                1);
    }

    private void check() throws RedisUnavailableException {
        if (away) {
            failedCalls.incrementAndGet();
            throw new RedisUnavailableException("Redis is away", null);
        }
    }
}
