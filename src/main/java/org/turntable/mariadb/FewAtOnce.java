package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.turntable.award.ClaimsUnavailable;

/**
 * Statements on request threads, bounded: a slow database must not hold the threads that serve the wheel. Few ask at the same time, nobody
 * while the ledger holds it for away, and none of them waits longer than the pool's and the driver's limits. One for all claims of a node.
 */
public final class FewAtOnce {
    private static final int TRIES = 4;

    private final DataSource pool;
    private final BooleanSupplier answers;
    private final Semaphore asking;
    private final int atOnce;

    /** One transaction. */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * @param pool    the application's account
     * @param answers whether the database answers, as far as this process knows
     * @param atOnce  threads that may ask at the same time, 1 or more
     */
    public FewAtOnce(DataSource pool, BooleanSupplier answers, int atOnce) {
        this.pool = pool;
        this.answers = answers;
        this.atOnce = atOnce;
        this.asking = new Semaphore(atOnce);
    }

    /**
     * Runs the work in one transaction and commits it; anew where another transaction was in the way.
     *
     * @throws ClaimsUnavailable when it is not known whether it stands
     */
    <T> T run(Work<T> work) throws ClaimsUnavailable {
        if (!answers.getAsBoolean()) {
            throw new ClaimsUnavailable("MariaDB is held for away", null);
        }
        if (!asking.tryAcquire()) {
            throw new ClaimsUnavailable(atOnce + " requests of this node ask for claims already", null);
        }
        try {
            return tries(work);
        } finally {
            asking.release();
        }
    }

    private <T> T tries(Work<T> work) throws ClaimsUnavailable {
        SQLException last = null;
        for (int i = 0; i < TRIES; i++) {
            try (Connection connection = pool.getConnection()) {
                return Transaction.run(connection, work::on);
            } catch (SQLException error) {
                if (!SqlErrors.isContention(error) && !SqlErrors.isDuplicate(error)) {
                    throw new ClaimsUnavailable("MariaDB did not do it: " + error.getMessage(), error);
                }
                last = error;
            }
        }
        throw new ClaimsUnavailable("other transactions stayed in the way: " + last.getMessage(), last);
    }
}
