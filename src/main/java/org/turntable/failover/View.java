package org.turntable.failover;

import java.time.Duration;
import java.util.Optional;

/**
 * What a running server said of itself.
 *
 * @param readOnly       whether it takes no writes
 * @param semiSync       whether its commits wait for an acknowledgement
 * @param clients        replicas that acknowledge
 * @param waiting        sessions that wait for an acknowledgement
 * @param acknowledged   commits acknowledged since its start
 * @param written        the position of its own binlog
 * @param applied        what it has applied as a replica
 * @param mark           what the agent left on it
 * @param replication    how it replicates; empty where it does not
 * @param lockedByOther  whether another agent holds the lock on it
 * @param diskFull       whether something waits for room on its disk; it then writes nothing until a minute after there is some
 * @param unsafe         settings with which an acknowledged row could be lost, whatever its file says; empty where there are none
 */
public record View(boolean readOnly, boolean semiSync, int clients, int waiting, long acknowledged, String written, String applied, Mark mark,
                   Optional<Replication> replication, boolean lockedByOther, boolean diskFull, String unsafe) {
    /**
     * How a replica replicates.
     *
     * @param source    the server that it follows, address:port as it was told
     * @param receiving whether it is connected to that server
     * @param applying  whether what it receives is applied
     * @param received  the position up to which it has received
     * @param signs     grows with each event and heartbeat that arrives
     * @param heartbeat how often its source makes itself heard when there is nothing to send
     * @param error     what went wrong last; empty when nothing did
     */
    public record Replication(String source, boolean receiving, boolean applying, String received, String signs, Duration heartbeat, String error) {
    }

    /** Everything that it holds: as a former writer or as a replica. */
    public String holds() {
        return Positions.contains(written, applied) ? written : applied;
    }

    boolean follows(String source) {
        return replication.filter(one -> one.source().equals(source)).isPresent();
    }

    /** Whether it receives from its source and applies. */
    boolean replicates() {
        return replication.filter(one -> one.receiving() && one.applying()).isPresent();
    }

    /** Whether its replication stands still because it holds what its source does not. */
    boolean diverged() {
        return replication.filter(one -> one.error().startsWith("1236")).isPresent();
    }
}
