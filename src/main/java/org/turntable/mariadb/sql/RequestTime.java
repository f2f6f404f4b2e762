package org.turntable.mariadb.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import org.turntable.concurrent.Deadline;

/**
 * Limits what a request of a player waits for in MariaDB, over all its statements: each has the pool's answer timeout,
 * and not more than what is left of the request's {@link Deadline}. The pool removes the limit when the connection is
 * returned. Other threads have the pool's timeout alone.
 */
final class RequestTime {
    private static final long LONGEST_MS = Integer.MAX_VALUE;
    /** Nothing is begun with less: it could only end in a timeout, which costs the connection. */
    private static final long LEAST_MS = 50;

    private RequestTime() {}

    /**
     * To be called before each statement and each COMMIT.
     *
     * @throws SQLTimeoutException when the time of this request is over; nothing was sent
     */
    static void limit(Connection connection) throws SQLException {
        Deadline deadline = Deadline.ofThread();
        if (deadline == Deadline.NEVER) {
            return;
        }
        int left = (int) deadline.millisLeft(LONGEST_MS);
        if (left < LEAST_MS) {
            throw new SQLTimeoutException("the time of this request is over");
        }
        int now = connection.getNetworkTimeout();
        if (now == 0 || left < now) {
            connection.setNetworkTimeout(Runnable::run, left);
        }
    }
}
