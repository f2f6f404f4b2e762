package org.turntable.tool.failover.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * The status that a running server reports.
 *
 * @param readOnly whether it refuses writes
 * @param semiSync whether its commits wait for the acknowledgement of a replica
 * @param semiSyncReplicas connected replicas that acknowledge
 * @param waitingCommits sessions whose commit waits for an acknowledgement
 * @param acknowledgedCommits commits acknowledged since the server started
 * @param binlogPosition the GTID position of its own binlog
 * @param appliedPosition the GTID position that it has applied as a replica
 * @param mark the mark that the agent set on it
 * @param replication its replication; empty when it is not configured as a replica
 * @param lockedByOther whether another agent holds the agent's lock on it
 * @param diskFull whether a session waits for disk space; the server then writes nothing until up to a minute after
 *     space was freed
 * @param unsafeSettings settings in force with which an acknowledged row could be lost; empty without any
 */
public record MemberStatus(
        boolean readOnly,
        boolean semiSync,
        int semiSyncReplicas,
        int waitingCommits,
        long acknowledgedCommits,
        String binlogPosition,
        String appliedPosition,
        AgentMark mark,
        Optional<Replication> replication,
        boolean lockedByOther,
        boolean diskFull,
        String unsafeSettings) {
    /**
     * The replication of a replica.
     *
     * @param source the server it replicates from, address:port as configured
     * @param receiving whether its I/O thread is connected to that server
     * @param applying whether its SQL thread runs
     * @param receivedPosition the GTID position up to which it has received
     * @param activity a text that changes with each event and heartbeat that arrives
     * @param heartbeat the interval at which an idle source sends heartbeats
     * @param error the last error; empty without one
     */
    public record Replication(
            String source,
            boolean receiving,
            boolean applying,
            String receivedPosition,
            String activity,
            Duration heartbeat,
            String error) {}

    /** The GTID position of all its transactions, whether it wrote or applied them. */
    public String heldPosition() {
        return GtidPositions.contains(binlogPosition, appliedPosition) ? binlogPosition : appliedPosition;
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
