package org.turntable.tool.failover.policy;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * The status that a running server reports.
 *
 * @param readOnly whether it refuses writes
 * @param semiSync whether its commits wait for the acknowledgement of a replica
 * @param replicas the replicas that are connected to it
 * @param waitingCommits sessions whose commit waits for an acknowledgement
 * @param acknowledgedCommits commits acknowledged since the server started
 * @param binlogPosition the GTID position of its own binlog
 * @param appliedPosition the GTID position that it has applied as a replica
 * @param serverId its server_id
 * @param mark the mark that the agent set on it
 * @param storedMark the mark that the agent stored on its disk; empty when the agent may not store one there
 * @param replication its replication; empty when it is not configured as a replica
 * @param lockedByOther whether another agent holds the agent's lock on it
 * @param diskFull whether a session waits for disk space; the server then writes nothing until up to a minute after
 *     space was freed
 * @param unsafeSettings settings in force with which an acknowledged row could be lost; empty without any
 * @param commits how its commits have ended since it started
 */
public record MemberStatus(
        boolean readOnly,
        boolean semiSync,
        Replicas replicas,
        int waitingCommits,
        long acknowledgedCommits,
        String binlogPosition,
        String appliedPosition,
        long serverId,
        AgentMark mark,
        Optional<StoredMark> storedMark,
        Optional<Replication> replication,
        boolean lockedByOther,
        boolean diskFull,
        String unsafeSettings,
        Commits commits) {
    /**
     * How commits have ended since the server started. A commit is prepared in the engine, then written to the binlog;
     * if that write fails, it is rolled back.
     *
     * @param prepared how often an engine has prepared one
     * @param rolledBack how often an engine has rolled back a transaction, prepared or not
     */
    public record Commits(long prepared, long rolledBack) {
        /** None yet. */
        public static final Commits NONE = new Commits(0, 0);
    }

    /**
     * The replicas that are connected to a server.
     *
     * @param semiSync how many of them acknowledge
     * @param serverIds the server_id of each
     */
    public record Replicas(int semiSync, Set<Long> serverIds) {
        public Replicas {
            serverIds = Set.copyOf(serverIds);
        }
    }

    /**
     * The replication of a replica.
     *
     * @param source the server it replicates from, address:port as configured
     * @param receiving whether its I/O thread is connected to that server
     * @param acknowledging whether that thread was connected as a semi-synchronous replica
     * @param applying whether its SQL thread runs
     * @param receivedPosition the GTID position up to which it has received
     * @param activity a text that changes with each event and heartbeat that arrives
     * @param heartbeat the interval at which an idle source sends heartbeats
     * @param error the last error; empty without one
     */
    public record Replication(
            String source,
            boolean receiving,
            boolean acknowledging,
            boolean applying,
            String receivedPosition,
            String activity,
            Duration heartbeat,
            String error) {}

    /** The GTID position of all its transactions, whether it wrote or applied them. */
    public String heldPosition() {
        return GtidPositions.contains(binlogPosition, appliedPosition) ? binlogPosition : appliedPosition;
    }

    /** How many connected replicas acknowledge. */
    public int semiSyncReplicas() {
        return replicas.semiSync();
    }

    /** Whether, as a replica, it is connected to its source and acknowledges what it receives. */
    public boolean isAcknowledging() {
        return replication.filter(one -> one.receiving() && one.acknowledging()).isPresent();
    }

    public boolean follows(String source) {
        return replication.filter(one -> one.source().equals(source)).isPresent();
    }

    /** Whether it receives from its source and applies. */
    public boolean isReplicating() {
        return replication.filter(one -> one.receiving() && one.applying()).isPresent();
    }

    /** Whether replication has stopped because it has transactions that its source does not have. */
    boolean isDiverged() {
        return replication.filter(one -> one.error().startsWith("1236")).isPresent();
    }
}
