package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.redemption.Verifiers;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;
import org.turntable.staff.PasswordHash;
import org.turntable.staff.SignInLock;

/** Verifiers in {@code verifier}. The count of tries lies in their rows, so that it is one for all nodes. */
public final class MariaDbVerifiers implements Verifiers {
    private static final Sql BY_NAME = new Sql(Budget.VERIFIER_HOLD, """
            SELECT id, name, store, password_hash, generation, disabled, failures, last_try_at, UTC_TIMESTAMP(3) AS now
            FROM verifier WHERE name = ? FOR UPDATE""");
    private static final Sql TRY = new Sql(Budget.VERIFIER_TRY, "UPDATE verifier SET failures = ?, last_try_at = UTC_TIMESTAMP(3) WHERE id = ?");
    private static final Sql SUCCEEDED = new Sql(Budget.VERIFIER_SUCCEEDED, "UPDATE verifier SET failures = 0 WHERE id = ?");
    private static final Sql ADD = new Sql(Budget.VERIFIER_ADD, """
            INSERT INTO verifier (name, store, password_hash, created_at, created_by)
            SELECT ?, ?, ?, UTC_TIMESTAMP(3), ? WHERE NOT EXISTS (SELECT 1 FROM verifier WHERE name = ?)""");
    private static final Sql LIST = new Sql(Budget.VERIFIER_ALL, """
            SELECT v.name, v.store, v.disabled, v.created_at, v.created_by, v.failures, v.last_try_at, UTC_TIMESTAMP(3) AS now,
                   (SELECT COUNT(*) FROM redemption r WHERE r.verifier_id = v.id) AS redemptions
            FROM verifier v ORDER BY v.name""");
    private static final Sql DISABLE = new Sql(Budget.VERIFIER_DISABLE, "UPDATE verifier SET disabled = TRUE, generation = generation + 1 WHERE name = ?");
    private static final Sql RESET = new Sql(Budget.VERIFIER_RESET, """
            UPDATE verifier SET password_hash = ?, generation = generation + 1, disabled = FALSE, failures = 0 WHERE name = ?""");

    private final FewAtOnce line;

    public MariaDbVerifiers(FewAtOnce line) {
        this.line = line;
    }

    @Override
    public Try begin(String name) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = BY_NAME.prepare(connection)) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next() || row.getBoolean("disabled")) {
                        return new Try(Optional.empty(), Optional.empty());
                    }
                    Optional<Instant> locked = lockedUntil(row);
                    if (locked.isPresent()) {
                        return new Try(Optional.empty(), locked);
                    }
                    count(connection, row.getInt("id"), lock(row).attempted(UtcTimes.instant(row, "now")).failures());
                    return new Try(verifier(row), Optional.empty());
                }
            }
        });
    }

    private static SignInLock lock(ResultSet row) throws SQLException {
        LocalDateTime last = row.getObject("last_try_at", LocalDateTime.class);
        return last == null ? SignInLock.OPEN : new SignInLock(row.getInt("failures"), last.toInstant(ZoneOffset.UTC));
    }

    private static Optional<Instant> lockedUntil(ResultSet row) throws SQLException {
        SignInLock lock = lock(row);
        return lock.isLocked(UtcTimes.instant(row, "now")) ? Optional.of(lock.opensAt()) : Optional.empty();
    }

    /** Empty where nobody could have made what is kept of the password: then no password is right. */
    private static Optional<Verifier> verifier(ResultSet row) throws SQLException {
        Optional<PasswordHash> password = PasswordHash.parse(row.getString("password_hash"));
        return password.isEmpty() ? Optional.empty()
                : Optional.of(new Verifier(row.getInt("id"), row.getString("name"), row.getString("store"), password.get(), row.getInt("generation"), false));
    }

    @Override
    public void succeeded(int id) throws ClaimsUnavailable {
        line.run(connection -> {
            try (PreparedStatement statement = SUCCEEDED.prepare(connection)) {
                statement.setInt(1, id);
                return statement.executeUpdate();
            }
        });
    }

    private static void count(Connection connection, int id, int failures) throws SQLException {
        try (PreparedStatement statement = TRY.prepare(connection)) {
            statement.setInt(1, failures);
            statement.setInt(2, id);
            statement.executeUpdate();
        }
    }

    @Override
    public boolean add(String name, String store, PasswordHash password, String by) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = ADD.prepare(connection)) {
                statement.setString(1, name);
                statement.setString(2, store);
                statement.setString(3, password.text());
                statement.setString(4, by);
                statement.setString(5, name);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public List<Listed> list() throws ClaimsUnavailable {
        return line.run(connection -> {
            List<Listed> all = new ArrayList<>();
            try (PreparedStatement statement = LIST.prepare(connection); ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    all.add(new Listed(row.getString("name"), row.getString("store"), row.getBoolean("disabled"), UtcTimes.instant(row, "created_at"),
                            row.getString("created_by"), row.getLong("redemptions"), lockedUntil(row)));
                }
            }
            return all;
        });
    }

    @Override
    public boolean disable(String name) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = DISABLE.prepare(connection)) {
                statement.setString(1, name);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean reset(String name, PasswordHash password) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = RESET.prepare(connection)) {
                statement.setString(1, password.text());
                statement.setString(2, name);
                return statement.executeUpdate() == 1;
            }
        });
    }
}
