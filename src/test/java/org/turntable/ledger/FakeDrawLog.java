package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The ledger's stream in memory. It gives its entries to whoever reads, however young they are. */
public final class FakeDrawLog implements DrawLog {
    private final List<LedgerEntry> stream = new CopyOnWriteArrayList<>();
    private final List<Settlement> settled = new CopyOnWriteArrayList<>();
    private final Map<LedgerEntry, String> buried = new ConcurrentHashMap<>();
    private final List<Long> agesAsked = new CopyOnWriteArrayList<>();
    private final Map<Integer, String> holders = new ConcurrentHashMap<>();
    private final AtomicInteger callsInVain = new AtomicInteger();
    private volatile boolean away;

    public FakeDrawLog holds(LedgerEntry... entries) {
        stream.addAll(List.of(entries));
        return this;
    }

    public void goAway() {
        away = true;
    }

    public void comeBack() {
        away = false;
    }

    public List<LedgerEntry> stream() {
        return List.copyOf(stream);
    }

    public List<Settlement> settled() {
        return List.copyOf(settled);
    }

    public Map<LedgerEntry, String> buried() {
        return Map.copyOf(buried);
    }

    /** The minimum ages that readers asked for. */
    public List<Long> agesAsked() {
        return List.copyOf(agesAsked);
    }

    /** Calls while it was away. */
    public int callsInVain() {
        return callsInVain.get();
    }

    /** Who holds the sweeper's lease of a campaign; null for nobody. */
    public String holder(int campaignId) {
        return holders.get(campaignId);
    }

    public void lend(int campaignId, String holder) {
        holders.put(campaignId, holder);
    }

    @Override
    public void settle(List<Settlement> settlements) throws Unavailable {
        check();
        settled.addAll(settlements);
        settlements.forEach(settlement -> stream.remove(settlement.entry()));
    }

    @Override
    public Page read(int campaignId, String afterId, long minimumAge, int most) throws Unavailable {
        check();
        agesAsked.add(minimumAge);
        List<LedgerEntry> page = new ArrayList<>();
        for (LedgerEntry entry : stream) {
            if (entry.campaignId() == campaignId && page.size() < most && (afterId == null || entry.entryId().compareTo(afterId) > 0)) {
                page.add(entry);
            }
        }
        // A player with a number above 900 stands for an entry of a newer version: passed over, as the real one does.
        String last = page.isEmpty() ? null : page.get(page.size() - 1).entryId();
        return new Page(page.stream().filter(entry -> entry.number() < 900).toList(), last);
    }

    @Override
    public void bury(LedgerEntry entry, String reason) throws Unavailable {
        check();
        buried.put(entry, reason);
        stream.remove(entry);
    }

    @Override
    public boolean holdSweeperLease(int campaignId, String holder, long millis) throws Unavailable {
        check();
        return holder.equals(holders.computeIfAbsent(campaignId, id -> holder));
    }

    @Override
    public Backlog backlog(int campaignId) throws Unavailable {
        check();
        return new Backlog(stream.size(), buried.size(), 0);
    }

    private void check() throws Unavailable {
        if (away) {
            callsInVain.incrementAndGet();
            throw new Unavailable("Redis is away", null);
        }
    }
}
