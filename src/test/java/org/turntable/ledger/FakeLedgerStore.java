package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.turntable.outage.DatabaseUnavailableException;

/** A store in memory with a configurable result; by default every candidate wins unit 1. */
public final class FakeLedgerStore implements LedgerStore {
    /** What the store does with a group. */
    public interface Behaviour {
        List<StoredDraw> write(List<LedgerEntry> group) throws DatabaseUnavailableException, RejectedException;
    }

    private final List<List<LedgerEntry>> groups = new CopyOnWriteArrayList<>();
    private final AtomicInteger probes = new AtomicInteger();
    private final Map<Integer, String> madeAnew = new ConcurrentHashMap<>();
    private volatile Behaviour behaviour = FakeLedgerStore::everyCandidateWins;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FakeLedgerStore behaves(Behaviour how) {
        behaviour = how;
        return this;
    }

    /** A campaign is made anew under that number. */
    public void hasNow(int campaignId, String campaign) {
        madeAnew.put(campaignId, campaign);
    }

    /** From now on a write hangs, like a commit without acknowledgement. */
    public void hang() {
        gate = new CountDownLatch(1);
    }

    /** Continues the hanging writes. */
    public void release() {
        gate.countDown();
    }

    /** The groups so far, including failed ones, each in its order. */
    public List<List<LedgerEntry>> groups() {
        return List.copyOf(groups);
    }

    @Override
    public List<StoredDraw> write(List<LedgerEntry> group, Map<Integer, String> campaigns)
            throws DatabaseUnavailableException, RejectedException, OtherCampaignException {
        for (int id : new TreeSet<>(campaigns.keySet())) {
            if (!madeAnew.getOrDefault(id, campaigns.get(id)).equals(campaigns.get(id))) {
                throw new OtherCampaignException(id);
            }
        }
        groups.add(List.copyOf(group));
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a test let the store hang");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted", interrupted);
        }
        return behaviour.write(group);
    }

    /** The number of probes. */
    public int probes() {
        return probes.get();
    }

    /** Has the result of an empty group. */
    @Override
    public void probe() throws DatabaseUnavailableException {
        probes.incrementAndGet();
        try {
            behaviour.write(List.of());
        } catch (RejectedException refused) {
            throw new AssertionError(refused);
        }
    }

    /** Stores the group as it was admitted, each candidate with unit 1. */
    public static List<StoredDraw> everyCandidateWins(List<LedgerEntry> group) {
        List<StoredDraw> stored = new ArrayList<>();
        group.forEach(entry -> stored.add(Entries.win(entry, Entries.prizeId(entry) != 0 ? 1 : 0)));
        return stored;
    }

    /** The database is unavailable. */
    public static List<StoredDraw> away(List<LedgerEntry> group) throws DatabaseUnavailableException {
        throw new DatabaseUnavailableException("the database is away", null);
    }
}
