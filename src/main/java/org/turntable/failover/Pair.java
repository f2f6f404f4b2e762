package org.turntable.failover;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Both nodes and what stands of them: a decision is on disk before it can be read here. For the agent's one thread. */
final class Pair {
    private static final Logger LOG = LoggerFactory.getLogger(Pair.class);

    private final List<Member> members;
    private final StandingFolder folder;
    private final Clock clock;
    private final FailoverMetrics metrics;
    private volatile Standing standing;

    Pair(List<Member> members, StandingFolder folder, Clock clock, FailoverMetrics metrics, Standing standing) {
        this.members = List.copyOf(members);
        this.folder = folder;
        this.clock = clock;
        this.metrics = metrics;
        this.standing = standing;
        metrics.standing(standing);
    }

    Standing standing() {
        return standing;
    }

    Member writer() {
        return member(true);
    }

    Member other() {
        return member(false);
    }

    private Member member(boolean writer) {
        return members.stream().filter(one -> one.address().equals(standing.writer()) == writer).findFirst().orElseThrow();
    }

    Instant now() {
        return clock.instant();
    }

    /** Puts a decision on disk, then on the journal, then in force. */
    void settle(Standing next) {
        try {
            folder.save(next);
            standing = next;
        } catch (IOException full) {
            throw new UncheckedIOException("a decision could not be written down, so it is not carried out: " + full.getMessage(), full);
        }
        metrics.standing(next);
        note(next.toString());
    }

    /** Writes a line into the journal and the log. */
    void note(String line) {
        LOG.warn("{}", line);
        try {
            folder.note(clock.instant(), line);
        } catch (IOException full) {
            LOG.error("the journal cannot be written: {}", full.getMessage());
        }
    }
}
