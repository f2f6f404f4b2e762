package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.turntable.mariadb.sql.SqlStatement;
import org.turntable.mariadb.sql.StatementBudget;

/**
 * Checks whether the schema is new enough for this build. A node never runs migrations: all nodes would run them at the
 * same time, during a push. A newer schema is accepted, because migrations only expand.
 */
public final class SchemaVersion {
    /** The oldest schema version that this build accepts. */
    public static final int MINIMUM = 14;

    private static final int NO_SUCH_TABLE = 1146;
    private static final SqlStatement NEWEST = new SqlStatement(StatementBudget.SCHEMA_VERSION, """
            SELECT MAX(CAST(SUBSTRING_INDEX(version, '.', 1) AS UNSIGNED)) FROM flyway_schema_history WHERE success = 1""");

    private SchemaVersion() {}

    /**
     * The number of the newest successful migration; 0 for an empty database.
     *
     * @throws SQLException when the database does not answer or the account may not read the history table
     */
    public static int read(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = NEWEST.prepare(connection);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException error) {
            if (error.getErrorCode() == NO_SUCH_TABLE) {
                return 0;
            }
            throw error;
        }
    }

    /** Why this version is too old, and what to do; empty when it is new enough. */
    public static Optional<String> problem(int version) {
        return version >= MINIMUM
                ? Optional.empty()
                : Optional.of("The database's schema is at version " + version + ", this build needs " + MINIMUM
                        + " or newer: run `java -jar turntable-ops.jar migrate`, then start again.");
    }
}
