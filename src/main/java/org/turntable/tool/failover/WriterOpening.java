package org.turntable.tool.failover;

import java.time.Duration;
import org.turntable.tool.failover.policy.AgentMark;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ReplicationMode;

/** Opens the writer as the cluster state says, and closes any other member that accepts writes. */
final class WriterOpening {
    private static final Duration CLOSING = Duration.ofMillis(400);

    private final MemberPair pair;
    private final ServerProcessControl processes;

    WriterOpening(MemberPair pair, ServerProcessControl processes) {
        this.pair = pair;
        this.processes = processes;
    }

    /**
     * Enables semi-synchronous replication before it opens: in the other order it would commit without a replica in
     * between.
     */
    void openWriter() throws MemberException {
        ClusterState state = pair.state();
        Member writer = pair.writer();
        MemberStatus status = writer.readStatus();
        if (status.replication().isPresent()) {
            writer.resetReplication();
        }
        boolean waits = state.mode() != ReplicationMode.SINGLE_COPY;
        if (status.semiSync() != waits) {
            writer.setSemiSync(waits);
        }
        writer.setMark(new AgentMark(state.term(), true), state.writer());
        // Before it opens: whatever happens to it then, its disk says that it was the writer of this term.
        pair.storeMark(writer);
        if (status.readOnly()) {
            writer.open();
            pair.journal(writer.address() + " is open" + (waits ? "" : " and commits without a replica"));
        }
    }

    /**
     * Closes a former writer that is back. Its commits cannot be acknowledged. Sessions that wait are not killed,
     * because that would commit rows that no other member has; killing the server leaves them in the end of the binlog,
     * which is truncated at its next start.
     */
    void closeReplica() throws MemberException {
        Member replica = pair.replica();
        replica.setMark(new AgentMark(pair.state().term(), false), pair.state().writer());
        processes.kill(replica.address());
        int ended = replica.killSessions(false);
        MemberStatus status = replica.readStatus();
        pair.journal(replica.address() + " accepted writes and is being closed; " + ended + " sessions were killed, "
                + status.waitingCommits() + " wait for an acknowledgement that will not come");
        if (status.waitingCommits() == 0) {
            replica.close(CLOSING);
        }
    }
}
