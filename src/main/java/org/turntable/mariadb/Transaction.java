package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.SQLException;

/** Statements that stand together, or not at all. */
final class Transaction {
    /** The statements; what they answer is told once it is committed. */
    @FunctionalInterface
    interface Work<T, E extends Exception> {
        T in(Connection connection) throws SQLException, E;
    }

    private Transaction() {
    }

    /** Runs the work and commits it; whatever ends it otherwise leaves nothing behind. */
    static <T, E extends Exception> T run(Connection connection, Work<T, E> work) throws SQLException, E {
        connection.setAutoCommit(false);
        try {
            T result = work.in(connection);
            connection.commit();
            return result;
        } finally {
            // After a commit there is nothing left to undo; after anything else everything is.
            if (!connection.isClosed()) {
                connection.rollback();
            }
        }
    }
}
