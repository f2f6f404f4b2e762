package org.turntable.draw;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.turntable.ledger.DrawEntry;
import org.turntable.outage.RedisUnavailableException;

/** The epochs of a Redis in memory, with the rules of open.lua, close.lua, plan.lua, set-aside.lua and lease.lua. */
public final class FakeEpochRegistry implements EpochRegistry {
    private final Map<Integer, Long> published = new ConcurrentHashMap<>();
    private final Map<Integer, Map<Integer, Long>> taken = new ConcurrentHashMap<>();
    private final Map<Integer, Long> closed = new ConcurrentHashMap<>();
    private final Map<Integer, PlanStamp> plans = new ConcurrentHashMap<>();
    private final List<DrawEntry> candidates = new ArrayList<>();
    private final Map<String, long[]> unwritten = new ConcurrentHashMap<>();
    private final List<String> steps;
    private volatile String runId = "run-a";
    private volatile String leaseHolder;
    private volatile boolean away;
    private final AtomicInteger runIdsAsked = new AtomicInteger();
    private volatile List<String> runs = List.of();

    /** @param steps receives each step that changes or counts something */
    public FakeEpochRegistry(List<String> steps) {
        this.steps = steps;
    }

    public FakeEpochRegistry() {
        this(new CopyOnWriteArrayList<>());
    }

    /** Another server process with the state of the old one. */
    public void restartAs(String newRunId) {
        runId = newRunId;
    }

    /** The same server process without its keys, as after a FLUSHALL. */
    public void loseKeys() {
        published.clear();
        closed.clear();
        plans.clear();
        taken.clear();
    }

    public void publish(int campaignId, long epoch) {
        published.put(campaignId, epoch);
    }

    /** What a node announces. */
    public void announces(int campaignId, PlanStamp plan) {
        plans.put(campaignId, plan);
    }

    public void holdsCandidates(DrawEntry... entries) {
        candidates.addAll(List.of(entries));
    }

    public void leaseIsHeldBy(String holder) {
        leaseHolder = holder;
    }

    /** The holder of the lease for the recovery; null for none. */
    public String leaseHolder() {
        return leaseHolder;
    }

    /** How often the run id was asked for. */
    public int runIdsAsked() {
        return runIdsAsked.get();
    }

    public void forgetRunIdsAsked() {
        runIdsAsked.set(0);
    }

    public void becomeUnavailable() {
        away = true;
    }

    public void becomeAvailable() {
        away = false;
    }

    public Map<Integer, Long> takenOf(int campaignId) {
        return taken.get(campaignId);
    }

    public Map<Integer, Integer> announcedPlans() {
        Map<Integer, Integer> versions = new HashMap<>();
        plans.forEach((id, plan) -> versions.put(id, plan.version()));
        return versions;
    }

    @Override
    public String runId() {
        if (away) {
            throw new RedisUnavailableException("Redis is away", null);
        }
        runIdsAsked.incrementAndGet();
        return runId;
    }

    @Override
    public OptionalLong published(int campaignId, String onlyRun) {
        check(onlyRun);
        Long epoch = published.get(campaignId);
        return epoch == null ? OptionalLong.empty() : OptionalLong.of(epoch);
    }

    @Override
    public long latest(int campaignId, String onlyRun) {
        check(onlyRun);
        return Math.max(published.getOrDefault(campaignId, 0L), closed.getOrDefault(campaignId, 0L));
    }

    /** The runs in which every epoch went on. */
    public void wentOnIn(String... runIds) {
        runs = List.of(runIds);
    }

    @Override
    public List<String> runs(int campaignId, Epoch epoch) {
        check(epoch.runId());
        boolean isCurrent = !runs.isEmpty() && runs.get(runs.size() - 1).equals(epoch.runId());
        return isCurrent ? runs : List.of();
    }

    @Override
    public Optional<String> campaign(int campaignId) {
        return Optional.ofNullable(plans.get(campaignId)).map(PlanStamp::campaign);
    }

    @Override
    public Optional<SetAside> setAside(int campaignId, Epoch coming, String campaign) {
        check(coming.runId());
        PlanStamp there = plans.get(campaignId);
        if (there == null || there.campaign().equals(campaign)) {
            return Optional.empty();
        }
        plans.remove(campaignId);
        steps.add("set aside " + candidates.size());
        SetAside aside = new SetAside(there.campaign(), candidates.size(), 0, "aside:");
        candidates.clear();
        return Optional.of(aside);
    }

    @Override
    public void close(int campaignId, Epoch coming) {
        check(coming.runId());
        Long there = published.get(campaignId);
        if (there != null && there < coming.number()) {
            published.remove(campaignId);
            closed.put(campaignId, there);
        }
        steps.add("close for " + coming.number());
    }

    @Override
    public List<DrawEntry> candidates(int campaignId, String onlyRun) {
        check(onlyRun);
        steps.add("read the candidates");
        return List.copyOf(candidates);
    }

    @Override
    public boolean open(int campaignId, Epoch epoch, PlanStamp plan, Map<Integer, Long> count) {
        check(epoch.runId());
        if (published.getOrDefault(campaignId, 0L) >= epoch.number()) {
            return false;
        }
        taken.put(campaignId, Map.copyOf(count));
        plans.put(campaignId, plan);
        published.put(campaignId, epoch.number());
        steps.add("open " + epoch.number());
        return true;
    }

    @Override
    public Announced announcePlan(int campaignId, PlanStamp plan, String onlyRun) {
        check(onlyRun);
        PlanStamp there = plans.putIfAbsent(campaignId, plan);
        if (there == null || there.equals(plan)) {
            return new Announced(plan.version(), Difference.NONE);
        }
        if (!there.campaign().equals(plan.campaign())) {
            return new Announced(there.version(), Difference.CAMPAIGN);
        }
        if (there.version() == plan.version()) {
            return new Announced(there.version(), Difference.PLAN);
        }
        if (there.version() < plan.version()) {
            plans.put(campaignId, plan);
            return new Announced(plan.version(), Difference.NONE);
        }
        return new Announced(there.version(), Difference.NEWER);
    }

    /** Another node reports that it still has draws to write; with 0 that it has none. */
    public void nodeReports(String node, long below, int draws) {
        unwritten.put(node, new long[] {below, draws});
    }

    /** The draws that a node has reported last. */
    public long reportedBy(String node) {
        return unwritten.get(node)[1];
    }

    @Override
    public void reportUnwritten(int campaignId, String onlyRun, String node, long below, int draws) {
        check(onlyRun);
        nodeReports(node, below, draws);
    }

    @Override
    public List<String> unwritten(int campaignId, String onlyRun, long below) {
        check(onlyRun);
        return unwritten.entrySet().stream()
                .filter(node -> node.getValue()[0] < below || node.getValue()[1] > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public boolean holdRecoveryLease(int campaignId, String onlyRun, String holder, long millis) {
        check(onlyRun);
        if (leaseHolder == null) {
            leaseHolder = holder;
        }
        return leaseHolder.equals(holder);
    }

    @Override
    public void releaseRecoveryLease(int campaignId, String onlyRun, String holder) {
        check(onlyRun);
        if (holder.equals(leaseHolder)) {
            leaseHolder = null;
        }
    }

    private void check(String onlyRun) {
        if (away || !runId.equals(onlyRun)) {
            throw new RedisUnavailableException("Redis is away, or another one", null);
        }
    }
}
