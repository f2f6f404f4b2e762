package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.concurrent.Bulkhead;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.outage.DatabaseUnavailableException;

/**
 * Runs transactions on claims on request threads, behind a bulkhead: a slow database must not hold the threads that
 * serve draws. Nothing runs while the ledger's circuit breaker is open, and no call waits longer than the timeouts of
 * the pool and the driver.
 */
public final class ClaimTransactions {
    private static final int ATTEMPTS = 4;

    private final DataSource pool;
    private final BooleanSupplier databaseAvailable;
    private final Bulkhead bulkhead;

    /** The statements of one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * @param pool the application's account
     * @param databaseAvailable whether the database answers, as far as this process knows
     * @param limit transactions at the same time, 1 or more
     */
    public ClaimTransactions(DataSource pool, BooleanSupplier databaseAvailable, int limit) {
        this(pool, databaseAvailable, new Bulkhead(limit));
    }

    /**
     * @param pool the application's account
     * @param databaseAvailable whether the database answers, as far as this process knows
     * @param bulkhead limits how many run at the same time; others may share it
     */
    public ClaimTransactions(DataSource pool, BooleanSupplier databaseAvailable, Bulkhead bulkhead) {
        this.pool = pool;
        this.databaseAvailable = databaseAvailable;
        this.bulkhead = bulkhead;
    }

    /**
     * Runs the work in one transaction and commits it; repeats it after a lock conflict with another transaction.
     *
     * @throws DatabaseUnavailableException when it is not known whether it was committed
     */
    public <T> T run(Work<T> work) throws DatabaseUnavailableException {
        if (!databaseAvailable.getAsBoolean()) {
            throw new DatabaseUnavailableException("MariaDB is considered unavailable", null);
        }
        return bulkhead.run(
                () -> attempts(work),
                () -> new DatabaseUnavailableException("too many requests of this node work on claims already", null));
    }

    private <T> T attempts(Work<T> work) throws DatabaseUnavailableException {
        SQLException last = null;
        for (int i = 0; i < ATTEMPTS; i++) {
            try (Connection connection = pool.getConnection()) {
                return Transaction.run(connection, work::on);
            } catch (SQLException error) {
                if (!SqlErrors.isContention(error) && !SqlErrors.isDuplicate(error)) {
                    throw new DatabaseUnavailableException("MariaDB failed: " + error.getMessage(), error);
                }
                last = error;
            }
        }
        throw new DatabaseUnavailableException("lock conflicts in all attempts: " + last.getMessage(), last);
    }
}
