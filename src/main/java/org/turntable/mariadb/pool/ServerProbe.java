package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;

/** Asks one server whether it accepts writes, over one connection as long as that works. For one thread. */
final class ServerProbe implements AutoCloseable {
    /** The result of a probe. */
    enum Answer {
        /** It accepts writes. */
        WRITER,
        /** It is read-only, refuses the log-in, or nothing listens at this address. */
        NOT_WRITER,
        /** It accepted the connection, or the network did, and no answer came in time. */
        UNRESPONSIVE
    }

    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** An unresponsive server is asked less often, so that it does not delay the probes of the other servers. */
    private static final long BACK_OFF_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String server;
    private final Connector connector;
    private Connection connection;
    private SQLException failure;
    private boolean unresponsive;
    private long backOffUntil;

    ServerProbe(String server, Connector connector) {
        this.server = server;
        this.connector = connector;
    }

    String server() {
        return server;
    }

    /** Why the last answer was not {@link Answer#WRITER}; null before the first such answer. */
    SQLException failure() {
        return failure;
    }

    Answer ask() {
        long start = System.nanoTime();
        if (unresponsive && start - backOffUntil < 0) {
            return Answer.UNRESPONSIVE;
        }
        unresponsive = false;
        try {
            if (connection == null) {
                connection = connector.open(server);
            }
            if (Writability.of(connection)) {
                return Answer.WRITER;
            }
            failure = new SQLTransientConnectionException("this server is read-only", "25006");
            return Answer.NOT_WRITER;
        } catch (SQLException refused) {
            close();
            failure = refused;
            long now = System.nanoTime();
            unresponsive = now - start > SLOW_NANOS;
            backOffUntil = now + BACK_OFF_NANOS;
            return unresponsive ? Answer.UNRESPONSIVE : Answer.NOT_WRITER;
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException ignored) {
            // The connection is not used any more in either case.
        }
        connection = null;
    }
}
