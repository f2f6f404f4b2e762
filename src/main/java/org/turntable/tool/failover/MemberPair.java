package org.turntable.tool.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.StoredMark;

/**
 * Both members and the cluster state. A new state is on disk before it can be read here. For the agent's one thread.
 */
final class MemberPair {
    private static final Logger LOG = LoggerFactory.getLogger(MemberPair.class);

    private final List<Member> members;
    private final ClusterStateStore folder;
    private final Clock clock;
    private final FailoverMetrics metrics;
    private volatile ClusterState state;
    private boolean confirmed;

    MemberPair(
            List<Member> members, ClusterStateStore folder, Clock clock, FailoverMetrics metrics, ClusterState state) {
        this.members = List.copyOf(members);
        this.folder = folder;
        this.clock = clock;
        this.metrics = metrics;
        this.state = state;
        metrics.update(state);
    }

    ClusterState state() {
        return state;
    }

    /**
     * Whether this agent knows that the mode of the state did not change while it was not running: it was stored or
     * observed by this process, or by the one before it moments ago.
     */
    boolean isConfirmed() {
        return confirmed;
    }

    /** The writer was observed to be open and to wait for its replica as the state says, or the agent ran until now. */
    void confirm() {
        confirmed = true;
    }

    Member writer() {
        return member(true);
    }

    Member replica() {
        return member(false);
    }

    private Member member(boolean writer) {
        return members.stream()
                .filter(one -> one.address().equals(state.writer()) == writer)
                .findFirst()
                .orElseThrow();
    }

    Instant now() {
        return clock.instant();
    }

    /** Stores a new state on disk, then puts it in force and into the journal. */
    void persist(ClusterState next) {
        try {
            folder.save(next);
            confirmed |= next.mode() != state.mode() || next.term() != state.term();
            state = next;
        } catch (IOException full) {
            throw new UncheckedIOException(
                    "the cluster state could not be stored, so the step is not executed: " + full.getMessage(), full);
        }
        recordRunning();
        metrics.update(next);
        journal(next.toString());
    }

    /**
     * Stores the mark of the present term on the disk of a member. Where the agent may not, which is so before
     * accounts.sql was run again, the pair works on without; the alarm is derived from the status.
     */
    void storeMark(Member member) throws MemberException {
        try {
            member.storeMark(new StoredMark(state.term(), state.writer()));
        } catch (MemberException failed) {
            if (failed.kind() != MemberException.Kind.ERROR) {
                throw failed;
            }
            LOG.warn("the mark of term {} is not stored: {}", state.term(), failed.getMessage());
        }
    }

    /** Records that the agent runs, so that one that is started moments later need not doubt the mode. */
    void recordRunning() {
        if (confirmed) {
            folder.recordRunning(clock.instant());
        }
    }

    /** Another agent has taken over: this folder is never used again. */
    void retire(String why) {
        journal("stops for good: " + why);
        try {
            folder.retire(why);
        } catch (IOException full) {
            LOG.error("the folder cannot be marked as out of date: {}", full.getMessage());
        }
    }

    /** Writes a line into the journal and the log. */
    void journal(String line) {
        LOG.warn("{}", line);
        try {
            folder.appendJournal(clock.instant(), line);
        } catch (IOException full) {
            LOG.error("the journal cannot be written: {}", full.getMessage());
        }
    }
}
