package org.turntable.mariadb.claim;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turntable.claim.redemption.Verifiers;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.mariadb.sql.UtcTimes;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.PasswordHash;

/** Verifiers in {@code verifier}, the changes of their accounts in {@code verifier_change}. */
public final class MariaDbVerifiers implements Verifiers {
    private static final SqlStatement BY_NAME = new SqlStatement(
            StatementBudget.VERIFIER_FIND,
            "SELECT id, name, store, password_hash, generation, disabled FROM verifier WHERE name = ?");
    private static final SqlStatement SUCCEEDED =
            new SqlStatement(StatementBudget.VERIFIER_SUCCEEDED, "UPDATE verifier SET failures = 0 WHERE id = ?");
    private static final SqlStatement ADD = new SqlStatement(StatementBudget.VERIFIER_ADD, """
            INSERT INTO verifier (name, store, password_hash, created_at, created_by)
            SELECT ?, ?, ?, UTC_TIMESTAMP(3), ? WHERE NOT EXISTS (SELECT 1 FROM verifier WHERE name = ?)""");
    private static final SqlStatement LIST = new SqlStatement(StatementBudget.VERIFIER_ALL, """
            SELECT v.name, v.store, v.disabled, v.created_at, v.created_by,
                   (SELECT COUNT(*) FROM redemption r WHERE r.verifier_id = v.id) AS redemptions
            FROM verifier v ORDER BY v.name""");
    private static final SqlStatement DISABLE = new SqlStatement(
            StatementBudget.VERIFIER_DISABLE,
            "UPDATE verifier SET disabled = TRUE, generation = generation + 1 WHERE name = ?");
    private static final SqlStatement RESET = new SqlStatement(StatementBudget.VERIFIER_RESET, """
            UPDATE verifier SET password_hash = ?, generation = generation + 1, disabled = FALSE, failures = 0 WHERE name = ?""");

    private static final SqlStatement RECORD = new SqlStatement(
            StatementBudget.VERIFIER_RECORD,
            "INSERT INTO verifier_change (verifier, what, by_whom, at) VALUES (?, ?, ?, UTC_TIMESTAMP(3))");

    private final ClaimTransactions transactions;

    public MariaDbVerifiers(ClaimTransactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public Optional<Verifier> find(String name) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = BY_NAME.prepare(connection)) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? verifier(row) : Optional.empty();
                }
            }
        });
    }

    /** Empty when the stored hash is malformed: then no password is accepted. */
    private static Optional<Verifier> verifier(ResultSet row) throws SQLException {
        Optional<PasswordHash> password = PasswordHash.parse(row.getString("password_hash"));
        return password.isEmpty()
                ? Optional.empty()
                : Optional.of(new Verifier(
                        row.getInt("id"),
                        row.getString("name"),
                        row.getString("store"),
                        password.get(),
                        row.getInt("generation"),
                        row.getBoolean("disabled")));
    }

    @Override
    public void succeeded(int id) throws DatabaseUnavailableException {
        transactions.run(connection -> {
            try (PreparedStatement statement = SUCCEEDED.prepare(connection)) {
                statement.setInt(1, id);
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public boolean add(String name, String store, PasswordHash password, String by)
            throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = ADD.prepare(connection)) {
                statement.setString(1, name);
                statement.setString(2, store);
                statement.setString(3, password.text());
                statement.setString(4, by);
                statement.setString(5, name);
                return statement.executeUpdate() == 1 && record(connection, name, "add", by);
            }
        });
    }

    @Override
    public List<Listed> list() throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            List<Listed> all = new ArrayList<>();
            try (PreparedStatement statement = LIST.prepare(connection);
                    ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.add(new Listed(
                            row.getString("name"),
                            row.getString("store"),
                            row.getBoolean("disabled"),
                            UtcTimes.instant(row, "created_at"),
                            row.getString("created_by"),
                            row.getLong("redemptions")));
                }
            }
            return all;
        });
    }

    @Override
    public boolean disable(String name, String by) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = DISABLE.prepare(connection)) {
                statement.setString(1, name);
                return statement.executeUpdate() == 1 && record(connection, name, "disable", by);
            }
        });
    }

    @Override
    public boolean reset(String name, PasswordHash password, String by) throws DatabaseUnavailableException {
        return transactions.run(connection -> {
            try (PreparedStatement statement = RESET.prepare(connection)) {
                statement.setString(1, password.text());
                statement.setString(2, name);
                return statement.executeUpdate() == 1 && record(connection, name, "reset", by);
            }
        });
    }

    /** @return always true */
    private static boolean record(Connection connection, String name, String what, String by) throws SQLException {
        try (PreparedStatement statement = RECORD.prepare(connection)) {
            statement.setString(1, name);
            statement.setString(2, what);
            statement.setString(3, by);
            return statement.executeUpdate() == 1;
        }
    }
}
