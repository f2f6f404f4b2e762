package org.turntable.mariadb.pool;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.TimeUnit;

/** The watch's line to one server: asks it on the same connection as long as that works. For one thread. */
final class ServerLine implements AutoCloseable {
    /** What a server says to the question whether it takes writes. */
    enum Answer {
        YES,
        /** It is read-only, it will not have us, or nobody listens there. */
        NO,
        /** It let us wait in vain. */
        SILENT
    }

    private static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    /** A silent server is asked less often, so that the others are not asked late because of it. */
    private static final long REST_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String server;
    private final Connector connector;
    private Connection connection;
    private SQLException refusal;
    private boolean silent;
    private long restsUntil;

    ServerLine(String server, Connector connector) {
        this.server = server;
        this.connector = connector;
    }

    String server() {
        return server;
    }

    /** Why the last answer was not yes. */
    SQLException refusal() {
        return refusal;
    }

    Answer ask() {
        long begun = System.nanoTime();
        if (silent && begun - restsUntil < 0) {
            return Answer.SILENT;
        }
        silent = false;
        try {
            if (connection == null) {
                connection = connector.open(server);
            }
            if (Writability.of(connection)) {
                return Answer.YES;
            }
            refusal = new SQLTransientConnectionException("this server is read-only", "25006");
            return Answer.NO;
        } catch (SQLException refused) {
            close();
            refusal = refused;
            long now = System.nanoTime();
            silent = now - begun > SLOW_NANOS;
            restsUntil = now + REST_NANOS;
            return silent ? Answer.SILENT : Answer.NO;
        }
    }

    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (SQLException gone) {
            // It is not used any more either way.
        }
        connection = null;
    }
}
