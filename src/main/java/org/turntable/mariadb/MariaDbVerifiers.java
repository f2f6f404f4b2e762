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
import org.turntable.award.redemption.PasswordHash;
import org.turntable.award.redemption.Verifiers;

/** Verifiers in {@code verifier}. The count of tries lies in their rows, so that it is one for all nodes. */
public final class MariaDbVerifiers implements Verifiers {
    private static final String BY_NAME = """
            SELECT id, name, store, salt, iterations, password_hash, generation, disabled, failures, last_try_at, UTC_TIMESTAMP(3) AS now
            FROM verifier WHERE name = ? FOR UPDATE""";
    private static final String TRY = "UPDATE verifier SET failures = failures + 1, last_try_at = UTC_TIMESTAMP(3) WHERE id = ?";
    private static final String SUCCEEDED = "UPDATE verifier SET failures = 0 WHERE id = ?";
    private static final String ADD = """
            INSERT INTO verifier (name, store, salt, iterations, password_hash, created_at, created_by)
            SELECT ?, ?, ?, ?, ?, UTC_TIMESTAMP(3), ? WHERE NOT EXISTS (SELECT 1 FROM verifier WHERE name = ?)""";
    private static final String LIST = """
            SELECT v.name, v.store, v.disabled, v.created_at, v.created_by, v.failures, v.last_try_at, UTC_TIMESTAMP(3) AS now,
                   (SELECT COUNT(*) FROM redemption r WHERE r.verifier_id = v.id) AS redemptions
            FROM verifier v ORDER BY v.name""";
    private static final String DISABLE = "UPDATE verifier SET disabled = TRUE, generation = generation + 1 WHERE name = ?";
    private static final String RESET = """
            UPDATE verifier SET salt = ?, iterations = ?, password_hash = ?, generation = generation + 1, disabled = FALSE, failures = 0 WHERE name = ?""";

    private final FewAtOnce line;

    public MariaDbVerifiers(FewAtOnce line) {
        this.line = line;
    }

    @Override
    public Try begin(String name) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(BY_NAME)) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    if (!row.next() || row.getBoolean("disabled")) {
                        return new Try(Optional.empty(), Optional.empty());
                    }
                    Optional<Instant> locked = lockedUntil(row);
                    if (locked.isPresent()) {
                        return new Try(Optional.empty(), locked);
                    }
                    count(connection, TRY, row.getInt("id"));
                    return new Try(Optional.of(verifier(row)), Optional.empty());
                }
            }
        });
    }

    private static Optional<Instant> lockedUntil(ResultSet row) throws SQLException {
        LocalDateTime last = row.getObject("last_try_at", LocalDateTime.class);
        if (last == null) {
            return Optional.empty();
        }
        Instant until = last.toInstant(ZoneOffset.UTC).plus(Verifiers.lock(row.getInt("failures")));
        return until.isAfter(UtcTimes.instant(row, "now")) ? Optional.of(until) : Optional.empty();
    }

    private static Verifier verifier(ResultSet row) throws SQLException {
        return new Verifier(row.getInt("id"), row.getString("name"), row.getString("store"),
                new PasswordHash(row.getBytes("salt"), row.getInt("iterations"), row.getBytes("password_hash")), row.getInt("generation"), false);
    }

    @Override
    public void succeeded(int id) throws ClaimsUnavailable {
        line.run(connection -> count(connection, SUCCEEDED, id));
    }

    private static int count(Connection connection, String sql, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, id);
            return statement.executeUpdate();
        }
    }

    @Override
    public boolean add(String name, String store, PasswordHash password, String by) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(ADD)) {
                statement.setString(1, name);
                statement.setString(2, store);
                password(statement, 3, password);
                statement.setString(6, by);
                statement.setString(7, name);
                return statement.executeUpdate() == 1;
            }
        });
    }

    private static void password(PreparedStatement statement, int from, PasswordHash password) throws SQLException {
        statement.setBytes(from, password.salt());
        statement.setInt(from + 1, password.iterations());
        statement.setBytes(from + 2, password.hash());
    }

    @Override
    public List<Listed> list() throws ClaimsUnavailable {
        return line.run(connection -> {
            List<Listed> all = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(LIST); ResultSet row = statement.executeQuery()) {
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
            try (PreparedStatement statement = connection.prepareStatement(DISABLE)) {
                statement.setString(1, name);
                return statement.executeUpdate() == 1;
            }
        });
    }

    @Override
    public boolean reset(String name, PasswordHash password) throws ClaimsUnavailable {
        return line.run(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(RESET)) {
                password(statement, 1, password);
                statement.setString(4, name);
                return statement.executeUpdate() == 1;
            }
        });
    }
}
