package org.turntable.tool.failover;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.StoredMark;

/** A member in memory that records the operations on it. */
final class FakeMember implements Member {
    private final String address;
    private final List<String> done;
    boolean readOnly = true;
    boolean semiSync;
    int semiSyncReplicas;
    int waitingCommits;
    String binlogPosition = "0-1-10";
    String appliedPosition = "0-1-10";
    String receivedPosition = "0-1-10";
    String source = "";
    boolean receiving = true;
    boolean acknowledging = true;
    boolean applying = true;
    final Set<Long> replicaIds;
    Optional<StoredMark> storedMark = Optional.of(StoredMark.NONE);
    boolean reachesAll = true;
    boolean closesInTime = true;
    boolean diesWhenClosed;
    boolean gone;
    AgentMark mark = AgentMark.NONE;

    FakeMember(String address, List<String> done) {
        this.address = address;
        this.replicaIds = Set.of(address.equals("a") ? 2L : 1L);
        this.done = done;
    }

    private void does(String what) throws MemberException {
        if (gone) {
            throw new MemberException(MemberException.Kind.UNREACHABLE, address + " is gone", null);
        }
        done.add(address + " " + what);
    }

    @Override
    public String address() {
        return address;
    }

    @Override
    public String source() {
        return address;
    }

    @Override
    public MemberStatus probe() throws MemberException {
        return readStatus();
    }

    @Override
    public MemberStatus readStatus() throws MemberException {
        if (gone) {
            throw new MemberException(MemberException.Kind.UNREACHABLE, address + " is gone", null);
        }
        Optional<MemberStatus.Replication> replication = source.isEmpty()
                ? Optional.empty()
                : Optional.of(new MemberStatus.Replication(
                        source,
                        receiving,
                        acknowledging,
                        applying,
                        receivedPosition,
                        "1",
                        Duration.ofMillis(500),
                        applying ? "" : "1062 duplicate"));
        return new MemberStatus(
                readOnly,
                semiSync,
                new MemberStatus.Replicas(semiSyncReplicas, replicaIds),
                waitingCommits,
                0,
                binlogPosition,
                appliedPosition,
                address.equals("a") ? 1 : 2,
                mark,
                storedMark,
                replication,
                false,
                false,
                "",
                MemberStatus.Commits.NONE);
    }

    @Override
    public void setMark(AgentMark now, String writer) throws MemberException {
        does("mark " + now.term() + (now.writer() ? " writer" : " closed"));
        mark = now;
    }

    @Override
    public void storeMark(StoredMark stored) throws MemberException {
        does("store " + stored.term() + " " + stored.writer());
        storedMark = Optional.of(stored);
    }

    @Override
    public void setSemiSync(boolean on) throws MemberException {
        does("semi-sync " + (on ? "on" : "off"));
        semiSync = on;
    }

    @Override
    public void open() throws MemberException {
        does("open");
        readOnly = false;
    }

    @Override
    public void close(Duration limit) throws MemberException {
        does("close");
        gone = diesWhenClosed;
        does("wait for commits");
        if (!closesInTime) {
            throw new MemberException(MemberException.Kind.ERROR, "lock wait timeout", null);
        }
        readOnly = true;
    }

    @Override
    public int killSessions(boolean waitingToo) throws MemberException {
        does("end sessions" + (waitingToo ? ", waiting ones too" : ""));
        return 1;
    }

    @Override
    public void stopReceiving() throws MemberException {
        does("stop receiving");
        receiving = false;
    }

    @Override
    public boolean awaitApplied(String position, Duration limit) throws MemberException {
        does("await " + position);
        return reachesAll;
    }

    @Override
    public void resetReplication() throws MemberException {
        does("forget source");
        source = "";
    }

    @Override
    public void replicateFrom(String from) throws MemberException {
        does("follow " + from);
        source = from;
        receiving = true;
        applying = true;
    }
}
