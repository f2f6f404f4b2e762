package org.turntable.tool.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.tool.failover.policy.ClusterState;

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
            state = next;
        } catch (IOException full) {
            throw new UncheckedIOException(
                    "the cluster state could not be stored, so the step is not executed: " + full.getMessage(), full);
        }
        metrics.update(next);
        journal(next.toString());
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
