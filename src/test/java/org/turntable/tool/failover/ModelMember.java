package org.turntable.tool.failover;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.GtidPositions;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.StoredMark;

/** The agent's access to a server of {@link ModelCluster}: the agent's real steps run on it. */
final class ModelMember implements Member {
    /** The agent's process has ended in the middle of a step. */
    static final class AgentDiedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AgentDiedException() {
            super("the agent died here", null, false, false);
        }
    }

    private static final String[] ADDRESSES = {"a", "b", "c"};
    private final ModelCluster cluster;
    private final ModelServer server;

    ModelMember(ModelCluster cluster, ModelServer server) {
        this.cluster = cluster;
        this.server = server;
    }

    static String address(int index) {
        return ADDRESSES[index];
    }

    static int index(String address) {
        return address.charAt(0) - 'a';
    }

    private static String position(int transactions) {
        return transactions == 0 ? "" : "0-1-" + transactions;
    }

    @Override
    public String address() {
        return address(server.index);
    }

    @Override
    public String source() {
        return address();
    }

    private void check() throws MemberException {
        if (!server.up) {
            throw new MemberException(MemberException.Kind.UNREACHABLE, address() + " is down", null);
        }
        if (server.frozen || cluster.agentCut[server.index]) {
            throw new MemberException(MemberException.Kind.TIMED_OUT, address() + " does not answer", null);
        }
    }

    private void change() throws MemberException {
        if (cluster.changesUntilDeath == 0) {
            throw new AgentDiedException();
        }
        cluster.changesUntilDeath--;
        check();
        cluster.changes++;
    }

    @Override
    public MemberStatus probe() throws MemberException {
        return readStatus();
    }

    @Override
    public MemberStatus readStatus() throws MemberException {
        check();
        Set<Long> ids = new TreeSet<>();
        int acknowledging = 0;
        for (ModelServer replica : cluster.servers) {
            if (replica.connected && replica.source == server.index) {
                ids.add(replica.index + 1L);
                acknowledging += replica.acknowledges ? 1 : 0;
            }
        }
        Optional<MemberStatus.Replication> replication = server.source == ModelServer.NOBODY
                ? Optional.empty()
                : Optional.of(new MemberStatus.Replication(
                        address(server.source),
                        server.connected,
                        server.acknowledges,
                        server.applying,
                        position(server.received()),
                        "",
                        Duration.ofMillis(500),
                        server.diverged ? "1236 ahead of the source" : ""));
        return cluster.rules.seen(new MemberStatus(
                server.readOnly,
                server.waitsForReplica,
                new MemberStatus.Replicas(server.waitsForReplica ? acknowledging : 0, ids),
                server.waiting.size(),
                0,
                position(server.binlog.size()),
                position(server.binlog.size()),
                server.index + 1L,
                server.mark,
                Optional.of(server.storedMark),
                replication,
                false,
                false,
                "",
                MemberStatus.Commits.NONE));
    }

    @Override
    public void setMark(AgentMark mark, String writer) throws MemberException {
        change();
        server.mark = mark;
    }

    @Override
    public void storeMark(StoredMark mark) throws MemberException {
        change();
        server.storedMark = mark;
    }

    @Override
    public void setSemiSync(boolean on) throws MemberException {
        change();
        cluster.setSemiSync(server, on);
    }

    @Override
    public void open() throws MemberException {
        change();
        server.readOnly = false;
        cluster.checkComplete(server, "was opened");
    }

    @Override
    public void close(Duration limit) throws MemberException {
        change();
        if (!server.waiting.isEmpty()) {
            throw new MemberException(MemberException.Kind.ERROR, "lock wait timeout", null);
        }
        server.readOnly = true;
    }

    @Override
    public int killSessions(boolean waitingToo) throws MemberException {
        change();
        if (waitingToo) {
            server.committed = server.binlog.size();
            server.waiting.clear();
        }
        return 0;
    }

    @Override
    public void stopReceiving() throws MemberException {
        change();
        server.receivingWanted = false;
        server.connected = false;
    }

    @Override
    public boolean awaitApplied(String position, Duration limit) throws MemberException {
        check();
        return GtidPositions.contains(position(server.binlog.size()), position);
    }

    @Override
    public void resetReplication() throws MemberException {
        change();
        server.resetReplication();
    }

    @Override
    public void replicateFrom(String source) throws MemberException {
        change();
        server.replicateFrom(index(source));
    }
}
