package org.turntable.mariadb;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.turntable.mariadb.sql.Budget;
import org.turntable.mariadb.sql.Sql;

/**
 * One real write. A transaction that only read, or only met rows that were there, proves nothing: what it saw may not be on a
 * second machine yet (measured after a crash). Once a beat of a later transaction is acknowledged, everything before it is.
 */
final class Beat {
    private static final Sql BEAT = new Sql(Budget.LEDGER_BEAT, """
            INSERT INTO ledger_beat (node, beats, beaten_at) VALUES (?, 1, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE beats = beats + 1, beaten_at = UTC_TIMESTAMP(3)""");

    // No waiting at all: who holds the row is asking just now, or hangs in his commit, and a second one who hangs would teach nothing.
    private static final Sql PROBE = new Sql(Budget.LEDGER_PROBE, """
            SET STATEMENT innodb_lock_wait_timeout = 0 FOR
            INSERT INTO ledger_beat (node, beats, beaten_at) VALUES ('(probe)', 1, UTC_TIMESTAMP(3))
            ON DUPLICATE KEY UPDATE beats = beats + 1, beaten_at = UTC_TIMESTAMP(3)""");

    private Beat() {
    }

    /** Writes the beat of this node within the connection's transaction. */
    static void write(Connection connection, String node) throws SQLException {
        try (PreparedStatement statement = BEAT.prepare(connection)) {
            statement.setString(1, node);
            statement.executeUpdate();
        }
    }

    /**
     * Writes the one beat with which all nodes ask whether the database takes commits. Its row lets one of them ask at a time.
     *
     * @throws SQLException that is a contention where another node asks
     */
    static void probe(Connection connection) throws SQLException {
        try (PreparedStatement statement = PROBE.prepare(connection)) {
            statement.executeUpdate();
        }
    }
}
