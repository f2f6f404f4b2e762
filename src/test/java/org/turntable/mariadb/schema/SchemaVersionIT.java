package org.turntable.mariadb.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;

class SchemaVersionIT {
    @Test
    void anEmptyDatabaseIsTooOldAndTheRemedyIsNamed() throws SQLException {
        try (MigratedDatabase empty = new MigratedDatabase(false)) {
            int version = SchemaVersion.read(empty.pool());
            assertEquals(0, version);
            assertTrue(SchemaVersion.problem(version).orElseThrow().contains("turntable-ops.jar migrate"));
        }
    }

    @Test
    void aMigratedDatabaseIsNewEnoughAndAFailedMigrationIsNotCounted() throws SQLException {
        try (MigratedDatabase migrated = new MigratedDatabase(true)) {
            assertEquals(SchemaVersion.MINIMUM, SchemaVersion.read(migrated.pool()));
            assertTrue(SchemaVersion.problem(SchemaVersion.MINIMUM).isEmpty());
            migrated.server()
                    .execute("INSERT INTO turntable.flyway_schema_history SELECT 1000, '100', 'next', type, script, 0, "
                            + "installed_by, installed_on, 1, 0 "
                            + "FROM turntable.flyway_schema_history WHERE installed_rank = 1");
            assertEquals(SchemaVersion.MINIMUM, SchemaVersion.read(migrated.pool()));
            migrated.server().execute("UPDATE turntable.flyway_schema_history SET success = 1");
            assertEquals(100, SchemaVersion.read(migrated.pool()), "as a number: 100 is newer than 11 and 9");
        }
    }
}
