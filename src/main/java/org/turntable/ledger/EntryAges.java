package org.turntable.ledger;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.turntable.ledger.LedgerStream.Backlog;

/**
 * How long a node has known the entries of one campaign's stream, by its own monotonic clock. The times in the ids of
 * entries are those of Redis's clock, which can be put back: then no entry seems to be old. For one thread.
 */
final class EntryAges {
    private static final Comparator<String> BY_ID = Comparator.<String>comparingLong(
                    id -> Long.parseLong(id.substring(0, id.indexOf('-'))))
            .thenComparingLong(id -> Long.parseLong(id.substring(id.indexOf('-') + 1)));

    /**
     * The stream at one time.
     *
     * @param newestId its newest entry
     * @param at when it was observed, in nanoseconds
     */
    private record Sight(String newestId, long at) {}

    private final long ageNanos;
    /** From the newest one that is old enough on: every node observes, and only the holder of the lease asks. */
    private final Deque<Sight> sights = new ArrayDeque<>();

    private String oldestId;
    private long oldestSince;

    /** @param age from when on an entry is old */
    EntryAges(Duration age) {
        ageNanos = age.toNanos();
    }

    /** The stream was observed at that time, in nanoseconds. */
    void observe(Backlog backlog, long now) {
        if (backlog.oldestId() == null || !backlog.oldestId().equals(oldestId)) {
            oldestId = backlog.oldestId();
            oldestSince = now;
        }
        if (backlog.newestId() == null
                || !sights.isEmpty()
                        && BY_ID.compare(backlog.newestId(), sights.getLast().newestId()) < 0) {
            // Another stream than before: Redis has lost its state.
            sights.clear();
        }
        if (backlog.newestId() != null) {
            sights.addLast(new Sight(backlog.newestId(), now));
        }
        forget(now);
    }

    /** Forgets what is older than the newest old one. */
    private void forget(long now) {
        Sight newest = null;
        while (!sights.isEmpty() && now - sights.getFirst().at() >= ageNanos) {
            newest = sights.removeFirst();
        }
        if (newest != null) {
            sights.addFirst(newest);
        }
    }

    /** How many observations are kept. */
    int kept() {
        return sights.size();
    }

    /** The newest old entry; null if there is none. */
    String newestOld(long now) {
        forget(now);
        return sights.isEmpty() || now - sights.getFirst().at() < ageNanos
                ? null
                : sights.getFirst().newestId();
    }

    /** For how many milliseconds the oldest entry has been observed; 0 for an empty stream. */
    long oldestMs(long now) {
        return oldestId == null ? 0 : TimeUnit.NANOSECONDS.toMillis(now - oldestSince);
    }
}
