package org.turntable.mariadb.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * One real write. A transaction that only read, or only found existing rows, confirms nothing: what it read may not be
 * on a second machine yet (measured after a crash). Once the heartbeat of a later transaction is acknowledged,
 * everything before it is, too.
 */
public final class Heartbeat {
    private static final SqlStatement WRITE = new SqlStatement(StatementBudget.LEDGER_BEAT, """
            INSERT INTO ledger_beat (node, beats, beaten_at) VALUES (?, 1, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE beats = beats + 1, beaten_at = UTC_TIMESTAMP(3)""");

    // No lock wait: the transaction that holds the row is another probe, or its commit hangs. A second probe that hangs
    // would give no further information.
    private static final SqlStatement PROBE = new SqlStatement(StatementBudget.LEDGER_PROBE, """
            SET STATEMENT innodb_lock_wait_timeout = 0 FOR
            INSERT INTO ledger_beat (node, beats, beaten_at) VALUES ('(probe)', 1, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE beats = beats + 1, beaten_at = UTC_TIMESTAMP(3)""");

    private Heartbeat() {}

    /** Writes the heartbeat of this node within the connection's transaction. */
    public static void write(Connection connection, String node) throws SQLException {
        try (PreparedStatement statement = WRITE.prepare(connection)) {
            statement.setString(1, node);
            statement.executeUpdate();
        }
    }

    /**
     * Writes the heartbeat row that all nodes share, to check whether the database accepts commits. Its row lock allows
     * one probe at a time.
     *
     * @throws SQLException a contention if another node is probing
     */
    static void probe(Connection connection) throws SQLException {
        try (PreparedStatement statement = PROBE.prepare(connection)) {
            statement.executeUpdate();
        }
    }
}
