package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.PasswordHash;
import org.turntable.staff.SignInLock;

/** Operators in {@code operator}, a few rows found by their names; what was done to them in {@code operator_change}. */
public final class MariaDbOperatorAccounts implements OperatorAccounts {
    private static final String COLUMNS = "SELECT name, password_hash, generation, disabled_at, failures, last_attempt_at, last_in_at FROM operator";
    private static final Sql ALL = new Sql(Budget.OPERATOR_ALL, COLUMNS + " ORDER BY name");
    private static final Sql ONE = new Sql(Budget.OPERATOR_FIND, COLUMNS + " WHERE name = ?");
    private static final Sql HELD = new Sql(Budget.OPERATOR_HOLD, COLUMNS + " WHERE name = ? FOR UPDATE");
    private static final Sql ADD = new Sql(Budget.OPERATOR_ADD, "INSERT INTO operator (name, password_hash) VALUES (?, ?)");
    private static final Sql RESET = new Sql(Budget.OPERATOR_RESET, """
            UPDATE operator SET password_hash = ?, generation = generation + 1, failures = 0, last_attempt_at = NULL WHERE name = ?""");
    private static final Sql ENABLE = new Sql(Budget.OPERATOR_ENABLE, "UPDATE operator SET disabled_at = ?, generation = generation + 1 WHERE name = ?");
    private static final Sql COUNT = new Sql(Budget.OPERATOR_COUNT, "UPDATE operator SET failures = ?, last_attempt_at = ? WHERE name = ?");
    private static final Sql SUCCEEDED = new Sql(Budget.OPERATOR_SUCCEEDED, "UPDATE operator SET failures = 0, last_in_at = ? WHERE name = ?");
    private static final Sql RECORD = new Sql(Budget.OPERATOR_RECORD, "INSERT INTO operator_change (operator, what, by_whom, at) VALUES (?, ?, ?, ?)");

    private final DataSource pool;

    /** @param pool the application's account */
    public MariaDbOperatorAccounts(DataSource pool) {
        this.pool = pool;
    }

    @Override
    public List<Account> all() throws Unavailable {
        return inTransaction(connection -> read(connection, ALL, null));
    }

    @Override
    public Optional<Account> find(String name) throws Unavailable {
        return inTransaction(connection -> read(connection, ONE, name)).stream().findFirst();
    }

    @Override
    public void add(String name, PasswordHash hash, String byWhom, Instant now) throws Refused, Unavailable {
        boolean added = inTransaction(connection -> {
            try {
                run(connection, ADD, name, hash.text());
            } catch (SQLException error) {
                if (SqlErrors.isDuplicate(error)) {
                    return false;
                }
                throw error;
            }
            return record(connection, name, Change.ADD, byWhom, now);
        });
        if (!added) {
            throw new Refused("there is an operator " + name + " already; reset gives another password");
        }
    }

    @Override
    public void reset(String name, PasswordHash hash, String byWhom, Instant now) throws Refused, Unavailable {
        requireThere(name, inTransaction(connection -> run(connection, RESET, hash.text(), name) == 1
                && record(connection, name, Change.RESET, byWhom, now)));
    }

    @Override
    public void enable(String name, boolean enabled, String byWhom, Instant now) throws Refused, Unavailable {
        requireThere(name, inTransaction(connection -> run(connection, ENABLE, enabled ? null : UtcTimes.column(now), name) == 1
                && record(connection, name, enabled ? Change.ENABLE : Change.DISABLE, byWhom, now)));
    }

    @Override
    public Optional<Account> attempt(String name, Instant now) throws Unavailable {
        return inTransaction(connection -> {
            Optional<Account> account = read(connection, HELD, name).stream().findFirst();
            if (account.isPresent() && !account.get().lock().isLocked(now)) {
                SignInLock counted = account.get().lock().attempted(now);
                run(connection, COUNT, counted.failures(), UtcTimes.column(now), name);
            }
            return account;
        });
    }

    @Override
    public void succeeded(String name, Instant now) throws Unavailable {
        inTransaction(connection -> run(connection, SUCCEEDED, UtcTimes.column(now), name));
    }

    private static void requireThere(String name, boolean there) throws Refused {
        if (!there) {
            throw new Refused("there is no operator " + name);
        }
    }

    private static boolean record(Connection connection, String name, Change what, String byWhom, Instant now) throws SQLException {
        return run(connection, RECORD, name, what.name().toLowerCase(Locale.ROOT), byWhom, UtcTimes.column(now)) == 1;
    }

    private static int run(Connection connection, Sql sql, Object... values) throws SQLException {
        try (PreparedStatement statement = sql.prepare(connection)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static List<Account> read(Connection connection, Sql sql, String name) throws SQLException {
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
                .orElseThrow(() -> new SQLException("the password hash of an operator is none: turntable-ops operator reset mends it"));
        return new Account(row.getString("name"), hash, row.getInt("generation"), row.getObject("disabled_at") == null,
                new SignInLock(row.getInt("failures"), instantOrNull(row, "last_attempt_at")), instantOrNull(row, "last_in_at"));
    }

    private static Instant instantOrNull(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class) == null ? null : UtcTimes.instant(row, column);
    }

    private <T> T inTransaction(Transaction.Work<T, SQLException> work) throws Unavailable {
        try (Connection connection = pool.getConnection()) {
            return Transaction.run(connection, work);
        } catch (SQLException error) {
            throw new Unavailable("the operators' accounts could not be reached: " + error.getMessage(), error);
        }
    }
}
