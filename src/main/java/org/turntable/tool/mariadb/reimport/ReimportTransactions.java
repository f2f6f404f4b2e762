package org.turntable.tool.mariadb.reimport;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.ThreadLocalRandom;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.tool.reimport.rule.ReimportTarget.Work;

/** Runs transactions on the target, and repeats those that conflict with transactions of nodes. */
final class ReimportTransactions {
    private static final int TRIES = 20;
    private static final long LONGEST_WAIT_MS = 200;
    // A page that meets locks of a node gives way at once, whatever the setting of the server.
    private static final SqlStatement LOCK_WAIT =
            new SqlStatement(StatementBudget.REIMPORT_LOCK_WAIT, "SET SESSION innodb_lock_wait_timeout = 1");

    private final DataSource pool;

    ReimportTransactions(DataSource pool) {
        this.pool = pool;
    }

    <T> T run(Work<T> work) throws DatabaseUnavailableException {
        DatabaseUnavailableException last = null;
        for (int i = 0; i < TRIES; i++) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    StatementRunner.update(connection, LOCK_WAIT);
                    T result = work.run(new ReimportTableWriter(connection));
                    connection.commit();
                    return result;
                } catch (DatabaseUnavailableException | SQLException error) {
                    connection.rollback();
                    SQLException cause = error instanceof SQLException sql ? sql : (SQLException) error.getCause();
                    last = new DatabaseUnavailableException(error.getMessage(), cause);
                    if (!mayRepeat(cause)) {
                        throw last;
                    }
                }
            } catch (SQLException error) {
                throw new DatabaseUnavailableException(error.getMessage(), error);
            }
            pause();
        }
        throw new DatabaseUnavailableException("conflicts with other transactions persist: " + last.getMessage(), last);
    }

    private static boolean mayRepeat(SQLException error) {
        return error instanceof RowChangedException || SqlErrors.isDuplicate(error) || SqlErrors.isContention(error);
    }

    private static void pause() {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextLong(LONGEST_WAIT_MS));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
