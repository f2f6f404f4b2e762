package org.turntable.mariadb.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.sql.StatementBudget;

class ReadSamplerIT {
    private static final int ROWS = 3_000;
    private static final String SINCE =
            "/* revocations-since */ SELECT player_id FROM identity_revocation WHERE revoked_before > ?";
    private static MigratedDatabase database;

    private final List<StatementBudget> told = new ArrayList<>();
    private final ReadSampler always = new ReadSampler(
            (budget, read, most) -> {
                assertTrue(read > most);
                told.add(budget);
            },
            0);

    @BeforeAll
    static void fill() {
        database = new MigratedDatabase(true);
        database.server().execute("USE turntable", """
                INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at)
                SELECT UNHEX(LPAD(HEX(seq), 32, '0')), '2020-01-01', 'Wang', 'long ago', '2020-01-01' FROM seq_1_to_""" + ROWS);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void aStatementWithoutItsIndexIsReported() throws SQLException {
        assertEquals(0, since("2026-01-01"));
        assertEquals(List.of(), told);
        database.server().execute("ALTER TABLE turntable.identity_revocation DROP INDEX live_revocations");
        try {
            assertEquals(0, since("2026-01-01"), "the answer is the same");
            assertEquals(List.of(StatementBudget.REVOCATIONS_SINCE), told);
        } finally {
            database.server()
                    .execute("ALTER TABLE turntable.identity_revocation ADD INDEX live_revocations (revoked_before, "
                            + "player_id)");
        }
    }

    @Test
    void aStatementThatReturnsManyRowsMayReadThem() throws SQLException {
        assertEquals(ROWS, since("2019-01-01"));
        assertEquals(List.of(), told);
    }

    @Test
    void betweenSamplesAConnectionIsNotWrapped() throws SQLException {
        ReadSampler seldom = new ReadSampler((budget, read, most) -> told.add(budget), TimeUnit.HOURS.toNanos(1));
        try (Connection connection = database.pool().getConnection()) {
            assertTrue(seldom.of(connection) != connection);
            assertSame(connection, seldom.of(connection));
        }
    }

    private int since(String time) throws SQLException {
        try (Connection connection = always.of(database.pool().getConnection());
                PreparedStatement statement = connection.prepareStatement(SINCE)) {
            statement.setString(1, time);
            int count = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    count++;
                }
            }
            return count;
        }
    }
}
