package org.turntable.mariadb.schema;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.turntable.tool.mariadb.schema.IndexAdditions;
import org.turntable.tool.mariadb.schema.IndexBuildProgress;
import org.turntable.tool.mariadb.schema.ReplicaLag;

/** Runs each statement with which an index is added, without adding one. */
public final class SchemaStatements {
    private SchemaStatements() {}

    public static void runAll(DataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(true);
            IndexAdditions.end(
                    connection,
                    IndexAdditions.begin(
                            connection, new IndexDefinition("draw", "by_prize", false, "prize_id"), "Wang"),
                    "added");
            IndexBuildProgress.of(connection, 1);
            ReplicaLag.reached(connection, ReplicaLag.position(connection), 0);
            LiveSchema.read(connection);
        }
    }
}
