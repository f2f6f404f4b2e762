package org.turntable.mariadb.staff;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts.Change;
import org.turntable.staff.OperatorAccounts.RefusedException;
import org.turntable.staff.OperatorFactors;

/** Second factors in the rows of table {@code operator}, recovery codes in {@code operator_recovery_code}. */
public final class MariaDbOperatorFactors implements OperatorFactors {
    private static final SqlStatement ENROLMENT = new SqlStatement(
            StatementBudget.OPERATOR_ENROLMENT,
            "SELECT enrol_hash, enrol_until FROM operator WHERE name = ? AND enrol_hash IS NOT NULL");
    private static final SqlStatement USE_STEP = new SqlStatement(
            StatementBudget.OPERATOR_USE_STEP,
            "UPDATE operator SET factor_step = ? WHERE name = ? AND factor_step < ?");
    private static final SqlStatement USE_RECOVERY = new SqlStatement(StatementBudget.OPERATOR_USE_RECOVERY, """
            UPDATE operator_recovery_code SET used_at = ? WHERE operator = ? AND code_hash = ? AND used_at IS NULL""");
    private static final SqlStatement SET_UP = new SqlStatement(StatementBudget.OPERATOR_SET_UP, """
            UPDATE operator SET factor = ?, factor_step = ?, enrol_hash = NULL, enrol_until = NULL, generation = generation + 1
            WHERE name = ? AND enrol_hash = ? AND enrol_until > ? AND disabled_at IS NULL""");
    private static final SqlStatement DELETE_RECOVERY = new SqlStatement(
            StatementBudget.OPERATOR_DELETE_RECOVERY, "DELETE FROM operator_recovery_code WHERE operator = ?");
    private static final SqlStatement ADD_RECOVERY = new SqlStatement(
            StatementBudget.OPERATOR_ADD_RECOVERY,
            "INSERT INTO operator_recovery_code (operator, code_hash) VALUES (?, ?)");
    private static final SqlStatement ENROL = new SqlStatement(StatementBudget.OPERATOR_ENROL, """
            UPDATE operator SET enrol_hash = ?, enrol_until = ? WHERE name = ? AND factor IS NULL""");
    private static final SqlStatement RESET = new SqlStatement(StatementBudget.OPERATOR_FACTOR_RESET, """
            UPDATE operator SET factor = NULL, enrol_hash = ?, enrol_until = ?, generation = generation + 1 WHERE name = ?""");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbOperatorFactors(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public Optional<Enrolment> enrolment(String operator) throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            try (PreparedStatement statement = ENROLMENT.prepare(connection)) {
                statement.setString(1, operator);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(
                                    new Enrolment(row.getBytes("enrol_hash"), UtcTimes.instant(row, "enrol_until")))
                            : Optional.empty();
                }
            }
        });
    }

    @Override
    public boolean useStep(String operator, long step) throws DatabaseUnavailableException {
        return inTransaction(connection -> OperatorRows.run(connection, USE_STEP, step, operator, step) == 1);
    }

    @Override
    public boolean useRecoveryCode(String operator, byte[] hash, Instant now) throws DatabaseUnavailableException {
        return inTransaction(
                connection -> OperatorRows.run(connection, USE_RECOVERY, UtcTimes.column(now), operator, hash) == 1);
    }

    @Override
    public boolean setUp(String operator, byte[] tokenHash, NewFactor factor, Instant now)
            throws DatabaseUnavailableException {
        return inTransaction(connection -> {
            boolean allowed = OperatorRows.run(
                            connection,
                            SET_UP,
                            factor.sealed(),
                            factor.step(),
                            operator,
                            tokenHash,
                            UtcTimes.column(now))
                    == 1;
            if (allowed) {
                OperatorRows.run(connection, DELETE_RECOVERY, operator);
                for (byte[] hash : factor.recovery()) {
                    OperatorRows.run(connection, ADD_RECOVERY, operator, hash);
                }
                OperatorRows.record(connection, operator, Change.FACTOR_SET, operator, null, now);
            }
            return allowed;
        });
    }

    @Override
    public void enrol(String operator, Enrolment enrolment, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        boolean done = inTransaction(connection ->
                OperatorRows.run(connection, ENROL, enrolment.tokenHash(), UtcTimes.column(enrolment.until()), operator)
                                == 1
                        && OperatorRows.record(connection, operator, Change.ENROL, byWhom, null, now));
        if (!done) {
            throw new RefusedException(
                    "there is no operator " + operator + " without a second factor; operator factor-reset removes one");
        }
    }

    @Override
    public void reset(String operator, Enrolment enrolment, String byWhom, String reason, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        boolean done = inTransaction(connection -> {
            boolean found = OperatorRows.run(
                            connection, RESET, enrolment.tokenHash(), UtcTimes.column(enrolment.until()), operator)
                    == 1;
            if (found) {
                OperatorRows.run(connection, DELETE_RECOVERY, operator);
                OperatorRows.record(connection, operator, Change.FACTOR_RESET, byWhom, reason, now);
            }
            return found;
        });
        if (!done) {
            throw new RefusedException("there is no operator " + operator);
        }
    }

    private <T> T inTransaction(Transaction.Work<T, SQLException> work) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return Transaction.run(connection, work);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "the second factors of operators could not be read or changed: " + error.getMessage(), error);
        }
    }
}
