package org.turntable.tool.failover;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.ServerRole;
import org.turntable.tool.failover.policy.StoredMark;

/**
 * One server of {@link ModelCluster}: what of a MariaDB server decides about losing an acknowledged row. Transactions
 * are numbers; the position of one in the binlog is its sequence number.
 */
final class ModelServer {
    static final int NOBODY = -1;

    final int index;
    boolean up = true;
    boolean frozen;
    boolean readOnly = true;
    boolean waitsForReplica;
    boolean acknowledgementEnabled = true;
    AgentMark mark = AgentMark.NONE;
    StoredMark storedMark = StoredMark.NONE;
    /** Written to disk by the writer or by the applier. */
    final List<Integer> binlog = new ArrayList<>();
    /** How many of the binlog the engine has committed; the rest waits for an acknowledgement, or did at a crash. */
    int committed;
    /** Transactions whose clients wait. */
    final Set<Integer> waiting = new TreeSet<>();

    int source = NOBODY;
    boolean receivingWanted;
    boolean connected;
    boolean acknowledges;
    boolean applying;
    boolean lagging;
    boolean diverged;
    /** Received and not applied; a restart discards it. */
    final List<Integer> relayLog = new ArrayList<>();

    ModelServer(int index) {
        this.index = index;
    }

    ModelServer(ModelServer other) {
        this(other.index);
        up = other.up;
        frozen = other.frozen;
        readOnly = other.readOnly;
        waitsForReplica = other.waitsForReplica;
        acknowledgementEnabled = other.acknowledgementEnabled;
        mark = other.mark;
        storedMark = other.storedMark;
        binlog.addAll(other.binlog);
        committed = other.committed;
        waiting.addAll(other.waiting);
        source = other.source;
        receivingWanted = other.receivingWanted;
        connected = other.connected;
        acknowledges = other.acknowledges;
        applying = other.applying;
        lagging = other.lagging;
        diverged = other.diverged;
        relayLog.addAll(other.relayLog);
    }

    boolean runs() {
        return up && !frozen;
    }

    /** How many transactions it has received or written. */
    int received() {
        return binlog.size() + relayLog.size();
    }

    /** Whether it may fetch from that server: everything that it has is there too. */
    boolean isBehind(ModelServer other) {
        List<Integer> all = new ArrayList<>(binlog);
        all.addAll(relayLog);
        return all.size() <= other.binlog.size() && all.equals(other.binlog.subList(0, all.size()));
    }

    /** SIGKILL. What the binlog has stays; its clients are gone. */
    void crash() {
        up = false;
        frozen = false;
        connected = false;
        waiting.clear();
    }

    /** Boots closed and without a mark; the role decides about the end of the binlog. */
    void boot(ServerRole role) {
        if (up) {
            return;
        }
        up = true;
        readOnly = true;
        waitsForReplica = false;
        acknowledgementEnabled = true;
        mark = AgentMark.NONE;
        relayLog.clear();
        if (role == ServerRole.SLAVE) {
            while (binlog.size() > committed) {
                binlog.remove(binlog.size() - 1);
            }
        }
        committed = binlog.size();
        receivingWanted = source != NOBODY;
        applying = source != NOBODY;
        diverged = false;
    }

    /** Stops replication and forgets its source; what was received and not applied is discarded. */
    void resetReplication() {
        source = NOBODY;
        receivingWanted = false;
        connected = false;
        applying = false;
        diverged = false;
        relayLog.clear();
    }

    void replicateFrom(int from) {
        resetReplication();
        source = from;
        receivingWanted = true;
        applying = true;
    }

    /** A text that differs where the state differs. */
    void describe(StringBuilder text) {
        text.append(flags(up, frozen, readOnly, waitsForReplica, acknowledgementEnabled, receivingWanted))
                .append(flags(connected, acknowledges, applying, lagging, diverged))
                .append(mark.term())
                .append(mark.writer() ? 'w' : 'c')
                .append(storedMark.term())
                .append(storedMark.writer())
                .append(binlog)
                .append(committed)
                .append(waiting)
                .append(source)
                .append(relayLog)
                .append('|');
    }

    private static int flags(boolean... values) {
        int flags = 1;
        for (boolean value : values) {
            flags = flags << 1 | (value ? 1 : 0);
        }
        return flags;
    }

    @Override
    public String toString() {
        return "server " + index + (up ? frozen ? " frozen" : "" : " down") + (readOnly ? " closed" : " open")
                + (waitsForReplica ? " semi-sync" : "") + " mark " + mark.term() + (mark.writer() ? "w" : "c")
                + " stored " + storedMark.term() + storedMark.writer() + " binlog " + binlog + " committed "
                + committed + (waiting.isEmpty() ? "" : " waiting " + waiting)
                + (source == NOBODY ? "" : " follows " + source + (connected ? "" : " (not connected)"))
                + (relayLog.isEmpty() ? "" : " relay " + relayLog) + (lagging ? " lagging" : "")
                + (diverged ? " diverged" : "");
    }
}
