package org.turntable.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that remembers what it was given, and does what a test wants of it; by default every candidate wins unit 1. */
public final class FakeLedgerStore implements LedgerStore {
    /** What the store does with a group. */
    public interface Behaviour {
        List<StoredDraw> write(List<LedgerEntry> group) throws Unavailable, Refused;
    }

    private final List<List<LedgerEntry>> groups = new CopyOnWriteArrayList<>();
    private final AtomicInteger probes = new AtomicInteger();
    private volatile Behaviour behaviour = FakeLedgerStore::everyCandidateWins;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FakeLedgerStore behaves(Behaviour how) {
        behaviour = how;
        return this;
    }

    /** From now on a write hangs, as a commit does whose acknowledgement does not come. */
    public void hang() {
        gate = new CountDownLatch(1);
    }

    /** Lets what hangs go on. */
    public void release() {
        gate.countDown();
    }

    /** The groups so far, those that failed included, each in the order in which it came. */
    public List<List<LedgerEntry>> groups() {
        return List.copyOf(groups);
    }

    @Override
    public List<StoredDraw> write(List<LedgerEntry> group) throws Unavailable, Refused {
        groups.add(List.copyOf(group));
        try {
            if (!gate.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("a test let the store hang");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Unavailable("interrupted", interrupted);
        }
        return behaviour.write(group);
    }

    /** How often it was asked whether it takes writes. */
    public int probes() {
        return probes.get();
    }

    /** Behaves as it would for an empty group. */
    @Override
    public void probe() throws Unavailable {
        probes.incrementAndGet();
        try {
            behaviour.write(List.of());
        } catch (Refused refused) {
            throw new AssertionError(refused);
        }
    }

    /** Stores the group as it was admitted, each candidate with unit 1. */
    public static List<StoredDraw> everyCandidateWins(List<LedgerEntry> group) {
        List<StoredDraw> stored = new ArrayList<>();
        group.forEach(entry -> stored.add(Entries.win(entry, entry.isCandidate() ? 1 : 0)));
        return stored;
    }

    /** The database is away. */
    public static List<StoredDraw> away(List<LedgerEntry> group) throws Unavailable {
        throw new Unavailable("the database is away", null);
    }
}
