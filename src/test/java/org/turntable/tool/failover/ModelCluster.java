package org.turntable.tool.failover;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.FailoverDecision;
import org.turntable.tool.failover.policy.FailoverDecision.Step;
import org.turntable.tool.failover.policy.FailoverPhase;
import org.turntable.tool.failover.policy.FailoverPolicy;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.FirstState;
import org.turntable.tool.failover.policy.MemberObservation;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ModeTrust;
import org.turntable.tool.failover.policy.OperatorOrder;
import org.turntable.tool.failover.policy.ReplicationMode;
import org.turntable.tool.failover.policy.ServerRole;
import org.turntable.tool.failover.policy.StoredMark;

/**
 * A model of the pair, a third server, the agent and its folder. The agent's own policy, order rules and steps run on
 * it; only the servers, the network and time are modelled. Time is abstract: what does not answer has not answered for
 * long enough to count as dead, and a commit that waits has waited for long.
 *
 * <p>It is past the usual length because a state is copied and compared as a whole.
 */
final class ModelCluster {
    /** The rules of before: each leaves out what one of the holes was mended with. */
    enum Rules {
        PRESENT,
        /** Orders are not judged by the phase. */
        ORDERS_NOT_JUDGED,
        /** Later terms on the servers are not seen. */
        TERMS_NOT_COMPARED,
        /** It is not seen who acknowledges. */
        ACKNOWLEDGERS_NOT_IDENTIFIED,
        /** Single-copy mode is stored before the writer is asked. */
        STORED_BEFORE_ASKED,
        /** It is not seen that commits wait while a replica is connected. */
        STALL_NOT_SEEN,
        /** The mode on the disk is believed, whenever it was written. */
        DISK_BELIEVED;

        MemberStatus seen(MemberStatus status) {
            return switch (this) {
                case ACKNOWLEDGERS_NOT_IDENTIFIED -> {
                    Set<Long> ids = new TreeSet<>(status.replicas().serverIds());
                    ids.remove(THIRD + 1L);
                    yield with(
                            status,
                            new MemberStatus.Replicas(status.semiSyncReplicas(), ids),
                            status.mark(),
                            status.storedMark());
                }
                default -> status;
            };
        }

        private static MemberStatus with(
                MemberStatus status, MemberStatus.Replicas replicas, AgentMark mark, Optional<StoredMark> stored) {
            return new MemberStatus(
                    status.readOnly(),
                    status.semiSync(),
                    replicas,
                    status.waitingCommits(),
                    status.acknowledgedCommits(),
                    status.binlogPosition(),
                    status.appliedPosition(),
                    status.serverId(),
                    mark,
                    stored,
                    status.replication(),
                    status.lockedByOther(),
                    status.diskFull(),
                    status.unsafeSettings(),
                    status.commits());
        }

        /** The marks as an agent in that term reads them. */
        private MemberStatus seen(MemberStatus status, long term) {
            if (this != TERMS_NOT_COMPARED) {
                return status;
            }
            AgentMark mark = status.mark().term() > term
                    ? new AgentMark(term - 1, status.mark().writer())
                    : status.mark();
            return with(status, status.replicas(), mark, Optional.empty());
        }
    }

    static final int THIRD = 2;
    private static final int TRANSACTIONS = 3;
    private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");
    private static final FailoverTimeouts TIMEOUTS =
            new FailoverTimeouts(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ZERO, Duration.ofHours(2));
    private static final FailoverPolicy POLICY = new FailoverPolicy(TIMEOUTS);
    private static final FailoverMetrics METRICS = new FailoverMetrics(new PrometheusRegistry());
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration LOOK = Duration.ofMillis(1_500);
    private static final ExecutorService DIRECT = new DirectExecutor();

    final Rules rules;
    final ModelServer[] servers = new ModelServer[3];
    final boolean[] agentCut = new boolean[2];
    boolean pairCut;
    /** Transactions whose clients were told that they are committed. */
    private final Set<Integer> acknowledged = new TreeSet<>();

    private int nextTransaction = 1;

    private ClusterState folder;
    private boolean retired;
    private boolean ranRecently = true;
    boolean agentRuns = true;
    private boolean confirmed = true;
    private boolean limitOver;
    private final MemberStatus[] last = new MemberStatus[2];
    private final boolean[] seen = {true, true};
    private final int[] looksSinceAnswer = new int[2];
    private final int[] looksSinceAcknowledging = new int[2];
    private final int[] looksWithSeveral = new int[2];
    /** A copy of the folder from the beginning. */
    private final ClusterState copiedFolder;

    /** The changes that the agent still makes before it dies; negative for one that lives. */
    int changesUntilDeath = -1;

    int changes;
    private String violation = "";

    /** A complete pair, whose writer has answered one transaction. */
    ModelCluster(Rules rules) {
        this.rules = rules;
        for (int i = 0; i < 3; i++) {
            servers[i] = new ModelServer(i);
        }
        servers[THIRD].lagging = true;
        ModelServer writer = servers[0];
        writer.readOnly = false;
        writer.waitsForReplica = true;
        writer.mark = new AgentMark(1, true);
        writer.storedMark = new StoredMark(1, "a");
        servers[1].mark = new AgentMark(1, false);
        servers[1].storedMark = new StoredMark(1, "a");
        servers[1].replicateFrom(0);
        folder = new ClusterState(
                1,
                "a",
                ReplicationMode.PAIR,
                FailoverPhase.OPEN,
                NOW,
                Optional.empty(),
                false,
                Optional.empty(),
                "complete");
        copiedFolder = folder;
        settle();
        write(0);
        settle();
    }

    ModelCluster(ModelCluster other) {
        rules = other.rules;
        for (int i = 0; i < 3; i++) {
            servers[i] = new ModelServer(other.servers[i]);
        }
        for (int i = 0; i < 2; i++) {
            agentCut[i] = other.agentCut[i];
            last[i] = other.last[i];
            seen[i] = other.seen[i];
            looksSinceAnswer[i] = other.looksSinceAnswer[i];
            looksSinceAcknowledging[i] = other.looksSinceAcknowledging[i];
            looksWithSeveral[i] = other.looksWithSeveral[i];
        }
        pairCut = other.pairCut;
        acknowledged.addAll(other.acknowledged);
        nextTransaction = other.nextTransaction;
        folder = other.folder;
        retired = other.retired;
        ranRecently = other.ranRecently;
        agentRuns = other.agentRuns;
        confirmed = other.confirmed;
        limitOver = other.limitOver;
        copiedFolder = other.copiedFolder;
        violation = other.violation;
    }

    /** What was lost or opened wrongly; empty as long as nothing was. */
    String violation() {
        return violation;
    }

    private void violate(String what) {
        if (violation.isEmpty()) {
            violation = what;
        }
    }

    // ---- servers and clients

    /** A client writes. */
    boolean write(int index) {
        ModelServer server = servers[index];
        if (!server.runs() || server.readOnly || nextTransaction > TRANSACTIONS) {
            return false;
        }
        int transaction = nextTransaction++;
        server.binlog.add(transaction);
        if (server.waitsForReplica) {
            server.waiting.add(transaction);
        } else {
            server.committed = server.binlog.size();
            answer(server, transaction);
        }
        return true;
    }

    /** Switching it off releases the commits that wait. */
    void setSemiSync(ModelServer server, boolean on) {
        server.waitsForReplica = on;
        if (!on) {
            server.committed = server.binlog.size();
            List<Integer> released = new ArrayList<>(server.waiting);
            server.waiting.clear();
            released.forEach(transaction -> answer(server, transaction));
        }
    }

    private void answer(ModelServer server, int transaction) {
        acknowledged.add(transaction);
        checkComplete(server, "answered " + transaction);
    }

    /** Whoever answers or is opened must have every transaction that was answered before. */
    void checkComplete(ModelServer server, String what) {
        if (!server.binlog.containsAll(acknowledged)) {
            violate(ModelMember.address(server.index) + " " + what + " and has " + server.binlog + ", but "
                    + acknowledged + " were answered");
        }
    }

    /** Everything that happens by itself: connections, replication, acknowledgements. */
    void settle() {
        for (int round = 0; round < 2; round++) {
            for (ModelServer replica : servers) {
                if (replica.source != ModelServer.NOBODY) {
                    replicate(replica, servers[replica.source]);
                }
            }
        }
    }

    private void replicate(ModelServer replica, ModelServer source) {
        if (!replica.up || !source.up || isCut(replica, source) || !replica.receivingWanted) {
            replica.connected = false;
        } else if (replica.runs() && source.runs()) {
            if (!replica.connected && !replica.diverged) {
                replica.diverged = !replica.isBehind(source);
                replica.connected = !replica.diverged;
                replica.acknowledges = replica.acknowledgementEnabled;
            }
            if (replica.connected) {
                receive(replica, source);
            }
        }
        if (replica.runs() && replica.applying && !replica.lagging) {
            replica.binlog.addAll(replica.relayLog);
            replica.relayLog.clear();
            replica.committed = replica.binlog.size();
        }
    }

    private void receive(ModelServer replica, ModelServer source) {
        while (replica.received() < source.binlog.size()) {
            replica.relayLog.add(source.binlog.get(replica.received()));
        }
        if (replica.acknowledges && source.waitsForReplica) {
            source.committed = source.binlog.size();
            List<Integer> answered = new ArrayList<>(source.waiting);
            source.waiting.clear();
            answered.forEach(transaction -> answer(source, transaction));
        }
    }

    private boolean isCut(ModelServer one, ModelServer other) {
        return pairCut && one.index != THIRD && other.index != THIRD;
    }

    // ---- the agent

    private List<Member> members() {
        return List.of(new ModelMember(this, servers[0]), new ModelMember(this, servers[1]));
    }

    /** One decision and its step; false if the agent does not run. */
    boolean tick() {
        if (!agentRuns) {
            return false;
        }
        try {
            runTick();
        } catch (ModelMember.AgentDiedException died) {
            agentEnds();
        }
        return true;
    }

    /** A tick in which the agent's process ends before one of its changes; false if it makes fewer changes. */
    boolean tickAndDie(int before) {
        changesUntilDeath = before;
        boolean died = agentRuns && tick() && !agentRuns && !retired;
        changesUntilDeath = -1;
        return died;
    }

    private FailoverDecision runTick() {
        Agent agent = new Agent();
        look();
        MemberObservation writer = observation(agent.pair.writer());
        FailoverDecision decision = POLICY.decide(
                folder,
                rules == Rules.DISK_BELIEVED ? ModeTrust.CONFIRMED : agent.pair.trust(),
                writer,
                observation(agent.pair.replica()),
                now());
        if (decision.step() == Step.SUPERSEDED) {
            agent.pair.retire(decision.why());
            agentRuns = false;
            return decision;
        }
        try {
            agent.steps.execute(decision);
        } catch (MemberException | UncheckedIOException failed) {
            // It is tried again.
        }
        confirmed = agent.pair.trust() == ModeTrust.CONFIRMED;
        ranRecently |= confirmed;
        return decision;
    }

    /** The agent's parts, made anew for each tick: what they remember besides the state only limits rates. */
    private final class Agent implements Observations, StateStore, HostCommands {
        private final MemberPair pair;
        private final AgentSteps steps;
        private final RequestExecutor executor;

        Agent() {
            pair = new MemberPair(members(), this, Clock.fixed(now(), ZoneOffset.UTC), METRICS, folder);
            if (confirmed) {
                pair.confirm();
            }
            LongSupplier nanos = new LongSupplier() {
                private long at;

                @Override
                public long getAsLong() {
                    at += TimeUnit.SECONDS.toNanos(2);
                    return at;
                }
            };
            steps = new AgentSteps(pair, this, TIMEOUTS, METRICS, new ServerProcessControl(this, DIRECT, nanos), nanos);
            executor = new RequestExecutor(pair, this, TIMEOUTS, new AgentAlarms(pair, TIMEOUTS, METRICS), steps);
        }

        @Override
        public MemberObservation observation(Member member) {
            return ModelCluster.this.observation(member);
        }

        @Override
        public void discardStatuses() {
            last[0] = null;
            last[1] = null;
        }

        @Override
        public void save(ClusterState state) {
            folder = state;
        }

        @Override
        public void appendJournal(Instant at, String line) {
            // Nobody reads it here.
        }

        @Override
        public void recordRunning(Instant at) {
            ranRecently = true;
        }

        @Override
        public void retire(String why) {
            retired = true;
        }

        @Override
        public boolean canStart() {
            return true;
        }

        @Override
        public boolean canKill() {
            return true;
        }

        @Override
        public void start(String address, ServerRole role) {
            servers[ModelMember.index(address)].boot(role);
        }

        @Override
        public void kill(String address) {
            servers[ModelMember.index(address)].crash();
        }
    }

    private Instant now() {
        return limitOver ? NOW.plus(Duration.ofHours(3)) : NOW;
    }

    /** Both members are probed. */
    private void look() {
        for (Member member : members()) {
            int index = ModelMember.index(member.address());
            looksSinceAnswer[index] = Math.min(9, looksSinceAnswer[index] + 1);
            looksSinceAcknowledging[index] = Math.min(9, looksSinceAcknowledging[index] + 1);
            try {
                MemberStatus status = rules.seen(member.readStatus(), folder.term());
                last[index] = status;
                seen[index] = true;
                looksSinceAnswer[index] = 0;
                if (status.isAcknowledging()) {
                    looksSinceAcknowledging[index] = 0;
                }
                looksWithSeveral[index] = status.semiSyncReplicas() > 1 ? Math.min(9, looksWithSeveral[index] + 3) : 0;
            } catch (MemberException silent) {
                // The last status stays.
            }
        }
    }

    private MemberObservation observation(Member member) {
        int index = ModelMember.index(member.address());
        ModelServer server = servers[index];
        boolean answers = looksSinceAnswer[index] == 0;
        MemberStatus status = last[index];
        boolean stalls = status != null && status.semiSync() && status.waitingCommits() > 0;
        ModelServer other = servers[1 - index];
        boolean receives = other.connected && other.runs() && !agentCut[other.index];
        if (rules == Rules.STALL_NOT_SEEN && receives) {
            stalls = false;
        }
        boolean sourceSilent = !server.connected || !servers[server.source].runs();
        boolean withoutReplica = status != null
                && status.semiSync()
                && status.semiSyncReplicas() == 0
                && (rules != Rules.STALL_NOT_SEEN || !receives);
        return new MemberObservation(
                member.address(),
                member.source(),
                seen[index],
                Optional.ofNullable(status),
                answers ? SHORT : LOOK.multipliedBy(looksSinceAnswer[index]),
                answers ? SHORT : LONG,
                answers ? 0 : 5,
                !answers && !server.up,
                sourceSilent ? LONG : SHORT,
                looksSinceAcknowledging[index] == 0 ? SHORT : LOOK.multipliedBy(looksSinceAcknowledging[index]),
                stalls ? LONG : Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                withoutReplica ? 5 : 0,
                looksWithSeveral[index],
                answers ? "" : "no answer");
    }

    /** The agent's process is killed. */
    boolean agentEnds() {
        if (!agentRuns) {
            return false;
        }
        agentRuns = false;
        last[0] = null;
        last[1] = null;
        return true;
    }

    private boolean begin(ClusterState state, boolean recently) {
        folder = state;
        agentRuns = true;
        confirmed = recently;
        for (int i = 0; i < 2; i++) {
            last[i] = null;
            seen[i] = recently || rules == Rules.DISK_BELIEVED;
            looksSinceAnswer[i] = 0;
            looksSinceAcknowledging[i] = 0;
            looksWithSeveral[i] = 0;
        }
        return true;
    }

    /** The agent is started with its folder. */
    boolean agentStarts() {
        return !agentRuns && !retired && begin(folder, ranRecently);
    }

    /** An agent is started with the copy of the folder that was made at the beginning. */
    boolean agentStartsWithOldFolder() {
        if (agentRuns || folder.equals(copiedFolder)) {
            return false;
        }
        retired = false;
        ranRecently = false;
        return begin(copiedFolder, false);
    }

    /** A spare agent is started without a folder. */
    boolean spareStarts() {
        if (agentRuns) {
            return false;
        }
        List<FirstState.Found> found = new ArrayList<>();
        for (Member member : members()) {
            servers[ModelMember.index(member.address())].boot(ServerRole.MASTER);
            settle();
            Optional<MemberStatus> status = Optional.empty();
            try {
                status = Optional.of(member.readStatus());
            } catch (MemberException silent) {
                // It counts as silent.
            }
            found.add(new FirstState.Found(member.address(), status));
        }
        try {
            ClusterState first = FirstState.of(
                    found, new FirstState.Named(Optional.empty(), Optional.empty()), TIMEOUTS.singleCopy(), now());
            retired = false;
            ranRecently = false;
            return begin(first, true);
        } catch (IllegalStateException uncertain) {
            // The servers that it has started stay.
            return true;
        }
    }

    /** Whether the agent runs, sees that server as its writer or as a closed one, and no promotion is under way. */
    boolean agentSees(int index) {
        boolean known = folder.writer().equals(ModelMember.address(index)) || servers[index].readOnly;
        return agentRuns && !agentCut[index] && servers[index].runs() && known && folder.phase() == FailoverPhase.OPEN;
    }

    /** An operator gives an order to the agent that runs. */
    boolean order(OperatorOrder order, String command) {
        if (!agentRuns) {
            return false;
        }
        look();
        Agent agent = new Agent();
        ClusterState before = folder;
        int changesBefore = changes;
        Map<String, String> arguments = new HashMap<>(Map.of("by", "Li Na", "reason", "a reason"));
        PendingRequest request = new PendingRequest(command, arguments, new CompletableFuture<>());
        if (!agent.executor.canExecute(request)) {
            return false;
        }
        boolean refused = false;
        try {
            if (order == OperatorOrder.ENTER_SINGLE_COPY && rules == Rules.ORDERS_NOT_JUDGED) {
                agent.steps.enterSingleCopyByOrder(TIMEOUTS.singleCopy(), "a reason");
            } else if (order == OperatorOrder.ENTER_SINGLE_COPY && rules == Rules.STORED_BEFORE_ASKED) {
                agent.steps.enterSingleCopy(TIMEOUTS.singleCopy(), true, "a reason");
            } else {
                agent.executor.execute(request);
                refused = request.answer().isCompletedExceptionally();
            }
        } catch (MemberException failed) {
            refused = true;
        }
        confirmed = agent.pair.trust() == ModeTrust.CONFIRMED;
        // A switchover, and an attempt to leave single-copy mode, may be reverted, which changes servers for a moment.
        boolean reverted = order == OperatorOrder.SWITCHOVER || order == OperatorOrder.LEAVE_SINGLE_COPY;
        boolean changed = !folder.equals(before) || !reverted && changes != changesBefore;
        if (refused && changed && order != OperatorOrder.SWITCHOVER) {
            violate("the order " + order + " was refused, but " + before + " became " + folder);
        }
        return !refused || changes != changesBefore;
    }

    /**
     * Without an agent somebody switches the waiting off by hand, on the writer of the last term: on a former one
     * beside an open writer nothing could prevent that both answer.
     */
    boolean semiSyncOffByHand() {
        if (agentRuns) {
            return false;
        }
        for (ModelServer server : servers) {
            boolean latest = Stream.of(servers).allMatch(other -> other.mark.term() <= server.mark.term());
            if (latest && server.runs() && !server.readOnly && server.waitsForReplica) {
                setSemiSync(server, false);
                // Nobody does that within seconds.
                ranRecently = false;
                return true;
            }
        }
        return false;
    }

    /** The time of single-copy mode is over. */
    boolean limitPasses() {
        boolean passes = !limitOver && folder.mode() == ReplicationMode.SINGLE_COPY;
        limitOver |= passes;
        return passes;
    }

    /** Whether commits wait on a server that the agent sees, and no number of ticks ends that or raises an alarm. */
    void checkProgress() {
        ModelCluster copy = new ModelCluster(this);
        for (int i = 0; i < 6 && copy.agentRuns; i++) {
            FailoverDecision decision = copy.runTick();
            copy.settle();
            if (decision.step() != Step.NONE && decision.step() != Step.STORE_MARK) {
                return;
            }
        }
        if (!copy.agentRuns || copy.folder.mode() != ReplicationMode.PAIR) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            if (copy.servers[i].runs()
                    && !copy.agentCut[i]
                    && !copy.servers[i].waiting.isEmpty()
                    && !copy.servers[i].readOnly) {
                violate("commits wait on " + ModelMember.address(i) + " in the mode PAIR, and nobody is told");
            }
        }
    }

    boolean hasWaitingCommits() {
        return !servers[0].waiting.isEmpty() || !servers[1].waiting.isEmpty();
    }

    /** A text that differs where the state differs. */
    String describe() {
        StringBuilder text = new StringBuilder(400);
        for (ModelServer server : servers) {
            server.describe(text);
        }
        text.append(agentCut[0])
                .append(agentCut[1])
                .append(pairCut)
                .append(acknowledged)
                .append(nextTransaction);
        text.append(folder.term())
                .append(folder.writer())
                .append(folder.mode())
                .append(folder.phase())
                .append(folder.manual())
                .append(folder.until().isPresent());
        text.append(retired)
                .append(ranRecently)
                .append(agentRuns)
                .append(confirmed)
                .append(limitOver);
        for (int i = 0; i < 2; i++) {
            text.append(last[i] == null ? "-" : last[i].replicas())
                    .append(seen[i])
                    .append(looksSinceAnswer[i])
                    .append(looksSinceAcknowledging[i])
                    .append(looksWithSeveral[i]);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (ModelServer server : servers) {
            text.append("    ").append(server).append('\n');
        }
        return text.append("    agent ")
                .append(agentRuns ? "runs" : retired ? "has retired" : "does not run")
                .append(confirmed ? ", confirmed, " : ", not confirmed, ")
                .append(folder)
                .append("\n    answered ")
                .append(acknowledged)
                .append(pairCut ? ", the line between them is cut" : "")
                .append(agentCut[0] ? ", agent to a is cut" : "")
                .append(agentCut[1] ? ", agent to b is cut" : "")
                .append('\n')
                .toString();
    }

    /** Runs everything at once, on the thread that submits it. */
    private static final class DirectExecutor extends AbstractExecutorService {
        @Override
        public void execute(Runnable command) {
            command.run();
        }

        @Override
        public void shutdown() {
            // It has no threads.
        }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
