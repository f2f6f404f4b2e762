package org.turntable.tool.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.tool.failover.policy.ClusterState;
import org.turntable.tool.failover.policy.ModeTrust;
import org.turntable.tool.failover.policy.StoredMark;

/**
 * Both members and the cluster state. A new state is on disk before it can be read here. For the agent's one thread.
 */
final class MemberPair {
    /** For how long an agent may not have run without anybody having changed a server by hand: nobody is so quick. */
    static final Duration RECENT = Duration.ofSeconds(60);

    private static final Logger LOG = LoggerFactory.getLogger(MemberPair.class);

    private final List<Member> members;
    private final StateStore folder;
    private final Clock clock;
    private final FailoverMetrics metrics;
    private volatile ClusterState state;
    private boolean confirmed;
    private Instant lastTick;

    MemberPair(List<Member> members, StateStore folder, Clock clock, FailoverMetrics metrics, ClusterState state) {
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

    /** Whether the mode of the state can have changed while no agent was running. */
    ModeTrust trust() {
        return confirmed ? ModeTrust.CONFIRMED : ModeTrust.UNCONFIRMED;
    }

    /**
     * The mode did not change while no agent was running: the agent ran until moments ago, or a person vouches for it.
     */
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

    /**
     * To be called in each tick. A process that was stopped for a while, or a machine that was, knows no more than one
     * that is started: the mode can have changed meanwhile.
     *
     * @return whether it was stopped for so long
     */
    boolean doubtAfterPause() {
        Instant now = clock.instant();
        boolean paused = lastTick != null && Duration.between(lastTick, now).compareTo(RECENT) > 0;
        if (paused) {
            confirmed = false;
        }
        lastTick = now;
        return paused;
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
