package org.turntable.draw;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.turntable.ledger.LedgerEntry;

/** Epochs in memory, moved by compare-and-set. */
public final class FakeEpochStore implements EpochStore {
    private final Map<Integer, Epoch> epochs = new ConcurrentHashMap<>();
    private final List<String> story;
    private volatile Map<Integer, Long> givenOut = Map.of();
    private volatile Runnable beforeMove = () -> { };
    private volatile boolean away;

    /** @param story to which each step that changes or counts something is added */
    public FakeEpochStore(List<String> story) {
        this.story = story;
    }

    public FakeEpochStore() {
        this(new CopyOnWriteArrayList<>());
    }

    public void holds(int campaignId, Epoch epoch) {
        epochs.put(campaignId, epoch);
    }

    public void hasGivenOut(Map<Integer, Long> units) {
        givenOut = Map.copyOf(units);
    }

    /** What another node does between our reading and our moving. */
    public void beforeMove(Runnable something) {
        beforeMove = something;
    }

    public void goAway() {
        away = true;
    }

    @Override
    public Optional<Epoch> read(int campaignId) throws Unavailable {
        check();
        return Optional.ofNullable(epochs.get(campaignId));
    }

    @Override
    public boolean move(int campaignId, Epoch from, Epoch to) throws Unavailable {
        check();
        beforeMove.run();
        boolean moved = from == null ? epochs.putIfAbsent(campaignId, to) == null : epochs.replace(campaignId, from, to);
        story.add("move to " + to.number() + (moved ? "" : " in vain"));
        return moved;
    }

    @Override
    public Map<Integer, Long> taken(int campaignId, List<LedgerEntry> candidates) throws Unavailable {
        check();
        story.add("count what is taken");
        Map<Integer, Long> taken = new HashMap<>(givenOut);
        candidates.forEach(entry -> taken.merge(entry.prizeId(), 1L, Long::sum));
        return taken;
    }

    private void check() throws Unavailable {
        if (away) {
            throw new Unavailable("MariaDB is away", null);
        }
    }
}
