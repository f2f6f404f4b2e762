package org.turntable.mariadb.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;

class ExpectedSchemaIT {
    private static final ExpectedSchema EXPECTED = ExpectedSchema.ofThisBuild();
    private static MigratedDatabase database;

    @BeforeAll
    static void migrate() {
        database = new MigratedDatabase(true);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void theExpectedSchemaIsTheResultOfTheMigrations() throws SQLException {
        String made = live().byTitle().values().stream()
                .map(found -> found.index().line())
                .sorted()
                .collect(Collectors.joining("\n"));
        assertEquals(
                made,
                EXPECTED.indexes().stream().map(IndexDefinition::line).sorted().collect(Collectors.joining("\n")),
                "src/main/resources/db/expected-schema.txt is not what the migrations make");
    }

    @Test
    void differencesAreReportedWithTheirRemedy() throws SQLException {
        try {
            execute(
                    "ALTER TABLE draw_epoch RENAME TO draw_epoch_away",
                    "ALTER TABLE prize_unit DROP INDEX free_units",
                    "ALTER TABLE expected_wave DROP INDEX waves_by_time, ADD INDEX waves_by_time (note)",
                    "ALTER TABLE player ADD INDEX by_time (first_seen_at)",
                    "ALTER TABLE identity_revocation ALTER INDEX live_revocations IGNORED");
            assertEquals(
                    List.of(
                            "table draw_epoch is missing: run turntable-ops migrate",
                            "index expected_wave.waves_by_time is on (note) and should be on (at): a DBA drops it "
                                    + "when it is quiet, then turntable-ops add-index "
                                    + "expected_wave.waves_by_time makes the right one",
                            "index identity_revocation.live_revocations is there and the server ignores it: ALTER "
                                    + "TABLE identity_revocation ALTER INDEX "
                                    + "live_revocations NOT IGNORED",
                            "index prize_unit.free_units (prize_id,player_id,draw_number,ordinal) is missing: run "
                                    + "turntable-ops add-index prize_unit.free_units",
                            "index draw_epoch_away.PRIMARY (campaign_id) is not expected: each costs writes: a DBA "
                                    + "decides whether it goes",
                            "index player.by_time (first_seen_at) is not expected: each costs writes: a DBA "
                                    + "decides whether it goes"),
                    EXPECTED.differencesTo(live()).stream()
                            .map(difference -> difference.description() + ": " + difference.remedy())
                            .toList());
        } finally {
            execute(
                    "ALTER TABLE draw_epoch_away RENAME TO draw_epoch",
                    "ALTER TABLE prize_unit ADD INDEX free_units (prize_id, player_id, draw_number, ordinal)",
                    "ALTER TABLE expected_wave DROP INDEX waves_by_time, ADD INDEX waves_by_time (at)",
                    "ALTER TABLE player DROP INDEX by_time",
                    "ALTER TABLE identity_revocation ALTER INDEX live_revocations NOT IGNORED");
        }
        assertEquals(List.of(), EXPECTED.differencesTo(live()));
    }

    private static void execute(String... statements) {
        database.server()
                .execute(Stream.concat(Stream.of("USE turntable"), Arrays.stream(statements))
                        .toArray(String[]::new));
    }

    private static LiveSchema live() throws SQLException {
        try (Connection connection = database.pool().getConnection()) {
            return LiveSchema.read(connection);
        }
    }
}
