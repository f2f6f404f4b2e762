package org.turntable.mariadb.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs statements in one transaction. */
public final class Transaction {
    /** The statements of a transaction; the result is returned after the COMMIT. */
    @FunctionalInterface
    public interface Work<T, E extends Exception> {
        T in(Connection connection) throws SQLException, E;
    }

    private Transaction() {}

    /** Runs the work and commits; rolls back when the work or the COMMIT throws. */
    public static <T, E extends Exception> T run(Connection connection, Work<T, E> work) throws SQLException, E {
        connection.setAutoCommit(false);
        try {
            T result = work.in(connection);
            RequestTime.limit(connection);
            connection.commit();
            return result;
        } finally {
            // After a COMMIT this has no effect.
            if (!connection.isClosed()) {
                connection.rollback();
            }
        }
    }
}
