package org.turntable.tool.failover;

import java.time.Duration;
import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberStatus;
import org.turntable.tool.failover.policy.ServerRole;

/**
 * Makes the replica of a dead writer the writer. The agent may be killed at any point; {@link #resume()} continues from
 * there.
 */
final class Promotion {
    private static final Duration SLICE = Duration.ofSeconds(1);
    private static final Duration FETCH = Duration.ofSeconds(5);

    private final MemberPair pair;
    private final FailoverTimeouts timeouts;
    private final WriterOpening writerOpening;
    private final ServerProcessControl processes;

    Promotion(MemberPair pair, FailoverTimeouts timeouts, WriterOpening writerOpening, ServerProcessControl processes) {
        this.pair = pair;
        this.timeouts = timeouts;
        this.writerOpening = writerOpening;
        this.processes = processes;
    }

    /** The writer is dead: from now on the replica is the writer. */
    void begin(String why, boolean requested) throws MemberException {
        pair.persist(
                pair.state().promoting(pair.replica().address(), pair.now(), timeouts.singleCopy(), requested, why));
        resume();
    }

    /**
     * The writer was restarted and is closed: the replica first fetches what that writer has kept, then becomes the
     * writer.
     */
    void takeOver(String why, boolean requested) throws MemberException {
        String kept = pair.writer().readStatus().heldPosition();
        if (!pair.replica().awaitApplied(kept, FETCH)) {
            pair.journal(pair.replica().address() + " could not fetch everything up to " + kept + ": "
                    + pair.writer().address()
                    + " has rows that were never acknowledged, and has to be rebuilt");
        }
        begin(why, requested);
    }

    /** Continues from any point: the candidate stops acknowledging, applies its relay log, and is opened. */
    void resume() throws MemberException {
        Member candidate = pair.writer();
        Member former = pair.replica();
        MemberStatus status = readStatus(candidate);
        if (status.mark().isMissing()) {
            pair.persist(pair.state()
                    .abandoned(
                            former.address(),
                            pair.now(),
                            candidate.address()
                                    + " was restarted before it had applied everything; it was never opened"));
            return;
        }
        if (status.replication().isPresent()) {
            // This fences the former writer: its commits wait for an acknowledgement that will not come any more.
            candidate.stopReceiving();
            MemberStatus.Replication stopped =
                    candidate.readStatus().replication().orElseThrow();
            if (!candidate.awaitApplied(stopped.receivedPosition(), SLICE)) {
                pair.journal(candidate.address() + " applies its relay log: "
                        + candidate.readStatus().appliedPosition() + " of " + stopped.receivedPosition()
                        + (stopped.applying() ? "" : ", but replication has stopped: " + stopped.error()));
                return;
            }
            candidate.resetReplication();
        }
        pair.persist(pair.state().opened());
        writerOpening.openWriter();
        processes.kill(former.address());
    }

    private MemberStatus readStatus(Member candidate) throws MemberException {
        try {
            return candidate.readStatus();
        } catch (MemberException failed) {
            if (failed.kind() == MemberException.Kind.UNREACHABLE) {
                // A restart discards its relay log; the missing mark shows that once it runs again.
                processes.start(candidate.address(), ServerRole.MASTER);
            }
            throw failed;
        }
    }
}
