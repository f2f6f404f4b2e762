package org.turntable.draw;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.ledger.DrawEntry;
import org.turntable.outage.DatabaseUnavailableException;

/** Epochs in memory, moved by compare-and-set. */
public final class FakeEpochStore implements EpochStore {
    private final Map<Integer, Epoch> epochs = new ConcurrentHashMap<>();
    private final List<String> steps;
    private volatile Map<Integer, Long> givenOut = Map.of();
    private volatile Runnable beforeMove = () -> {};
    private volatile boolean away;
    private volatile int plan;
    private volatile String uid = CampaignBuilder.UID;

    /** @param steps receives each step that changes or counts something */
    public FakeEpochStore(List<String> steps) {
        this.steps = steps;
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

    /** What another node does between the read and the move of this node. */
    public void beforeMove(Runnable something) {
        beforeMove = something;
    }

    /** The version of every campaign's plan. */
    public void hasPlan(int version) {
        plan = version;
    }

    /** The uid of every campaign. */
    public void hasCampaign(String value) {
        uid = value;
    }

    public void becomeUnavailable() {
        away = true;
    }

    public void becomeAvailable() {
        away = false;
    }

    @Override
    public Optional<Epoch> read(int campaignId) throws DatabaseUnavailableException {
        check();
        return Optional.ofNullable(epochs.get(campaignId));
    }

    @Override
    public Optional<StoredPlan> plan(int campaignId) throws DatabaseUnavailableException {
        check();
        return Optional.of(new StoredPlan(plan, uid));
    }

    @Override
    public boolean move(int campaignId, Epoch from, Epoch to) throws DatabaseUnavailableException {
        check();
        beforeMove.run();
        boolean moved =
                from == null ? epochs.putIfAbsent(campaignId, to) == null : epochs.replace(campaignId, from, to);
        steps.add("move to " + to.number() + (moved ? "" : " rejected"));
        return moved;
    }

    @Override
    public Map<Integer, Long> taken(int campaignId, List<DrawEntry> candidates) throws DatabaseUnavailableException {
        check();
        steps.add("count what is taken");
        Map<Integer, Long> taken = new HashMap<>(givenOut);
        candidates.forEach(entry -> taken.merge(entry.prizeId(), 1L, Long::sum));
        return taken;
    }

    private void check() throws DatabaseUnavailableException {
        if (away) {
            throw new DatabaseUnavailableException("MariaDB is away", null);
        }
    }
}
