package org.turntable.mariadb.staff;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlErrors;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.Transaction;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.PasswordHash;

/** Operators in table {@code operator}, a few rows by name; their changes in table {@code operator_change}. */
public final class MariaDbOperatorAccounts implements OperatorAccounts {
    private static final String COLUMNS =
            "SELECT name, password_hash, generation, disabled_at, last_in_at, factor FROM operator";
    private static final SqlStatement ALL = new SqlStatement(StatementBudget.OPERATOR_ALL, COLUMNS + " ORDER BY name");
    private static final SqlStatement ONE =
            new SqlStatement(StatementBudget.OPERATOR_FIND, COLUMNS + " WHERE name = ?");
    private static final SqlStatement ADD =
            new SqlStatement(StatementBudget.OPERATOR_ADD, "INSERT INTO operator (name, password_hash) VALUES (?, ?)");
    // A node with an earlier WAR counts failures in these rows and locks the name by them.
    private static final SqlStatement RESET = new SqlStatement(StatementBudget.OPERATOR_RESET, """
            UPDATE operator SET password_hash = ?, generation = generation + 1, failures = 0, last_attempt_at = NULL WHERE name = ?""");
    private static final SqlStatement ENABLE = new SqlStatement(
            StatementBudget.OPERATOR_ENABLE,
            "UPDATE operator SET disabled_at = ?, generation = generation + 1 WHERE name = ?");
    private static final SqlStatement SUCCEEDED = new SqlStatement(
            StatementBudget.OPERATOR_SUCCEEDED, "UPDATE operator SET failures = 0, last_in_at = ? WHERE name = ?");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbOperatorAccounts(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Account> all() throws DatabaseUnavailableException {
        return inTransaction(connection -> read(connection, ALL, null));
    }

    @Override
    public Optional<Account> find(String name) throws DatabaseUnavailableException {
        return inTransaction(connection -> read(connection, ONE, name)).stream().findFirst();
    }

    @Override
    public void add(String name, PasswordHash hash, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        boolean added = inTransaction(connection -> {
            try {
                OperatorRows.run(connection, ADD, name, hash.text());
            } catch (SQLException error) {
                if (SqlErrors.isDuplicate(error)) {
                    return false;
                }
                throw error;
            }
            return record(connection, name, Change.ADD, byWhom, now);
        });
        if (!added) {
            throw new RefusedException("there is an operator " + name + " already; operator reset sets a new password");
        }
    }

    @Override
    public void reset(String name, PasswordHash hash, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        requireExists(
                name,
                inTransaction(connection -> OperatorRows.run(connection, RESET, hash.text(), name) == 1
                        && record(connection, name, Change.RESET, byWhom, now)));
    }

    @Override
    public void enable(String name, boolean enabled, String byWhom, Instant now)
            throws RefusedException, DatabaseUnavailableException {
        requireExists(
                name,
                inTransaction(connection ->
                        OperatorRows.run(connection, ENABLE, enabled ? null : UtcTimes.column(now), name) == 1
                                && record(connection, name, enabled ? Change.ENABLE : Change.DISABLE, byWhom, now)));
    }

    @Override
    public void succeeded(String name, Instant now) throws DatabaseUnavailableException {
        inTransaction(connection -> OperatorRows.run(connection, SUCCEEDED, UtcTimes.column(now), name));
    }

    private static void requireExists(String name, boolean exists) throws RefusedException {
        if (!exists) {
            throw new RefusedException("there is no operator " + name);
        }
    }

    private static boolean record(Connection connection, String name, Change what, String byWhom, Instant now)
            throws SQLException {
        return OperatorRows.record(connection, name, what, byWhom, null, now);
    }

    private static List<Account> read(Connection connection, SqlStatement sql, String name) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            if (name != null) {
                statement.setString(1, name);
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<Account> accounts = new ArrayList<>();
                while (rows.next()) {
                    accounts.add(account(rows));
                }
                return accounts;
            }
        }
    }

    private static Account account(ResultSet row) throws SQLException {
        PasswordHash hash = PasswordHash.parse(row.getString("password_hash"))
                .orElseThrow(() -> new SQLException(
                        "the password hash of an operator is invalid; turntable-ops operator reset replaces it"));
        return new Account(
                row.getString("name"),
                hash,
                row.getInt("generation"),
                row.getObject("disabled_at") == null,
                instantOrNull(row, "last_in_at"),
                Optional.ofNullable(row.getBytes("factor")));
    }

    private static Instant instantOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class) == null ? null : UtcTimes.instant(row, column);
    }

    private <T> T inTransaction(Transaction.Work<T, SQLException> work) throws DatabaseUnavailableException {
        try (Connection connection = pool.getConnection()) {
            return Transaction.run(connection, work);
        } catch (SQLException error) {
            throw new DatabaseUnavailableException(
                    "the accounts of operators could not be read or changed: " + error.getMessage(), error);
        }
    }
}
