package org.turntable.tool.failover;

import org.turntable.tool.failover.policy.FailoverTimeouts;
import org.turntable.tool.failover.policy.MemberStatus;

/**
 * Finds out from the counters of a writer whether every commit fails: transactions are prepared, as many are rolled
 * back, and no commit is acknowledged. So it is when the binlog cannot be written (an I/O error, a file system that
 * became read-only): MariaDB answers each write with an error and stays up. A slow disk looks different: there prepared
 * transactions wait. Not thread-safe.
 */
final class FailingCommits {
    private MemberStatus last;
    private int failures;
    private long since;

    void reset() {
        last = null;
        failures = 0;
    }

    /** A probe was answered at that time. */
    void observe(MemberStatus current, long now) {
        MemberStatus before = last;
        last = current;
        if (before == null || current.readOnly() || !current.semiSync()) {
            failures = 0;
            return;
        }
        long prepared = current.commits().prepared() - before.commits().prepared();
        long rolledBack = current.commits().rolledBack() - before.commits().rolledBack();
        // Counters that went back are those of a server that was restarted.
        if (current.acknowledgedCommits() != before.acknowledgedCommits()
                || current.waitingCommits() > 0
                || prepared < 0
                || prepared > rolledBack) {
            failures = 0;
        } else if (prepared > 0) {
            since = failures == 0 ? now : since;
            failures++;
        }
    }

    /** For how long every commit has failed; 0 until that was seen three times. */
    long forNanos(long now) {
        return failures >= FailoverTimeouts.FAILURES ? now - since : 0;
    }
}
