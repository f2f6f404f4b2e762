package org.turntable.tool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.ProjectFiles;
import picocli.CommandLine;

class TurntableOpsIT {
    private static MigratedDatabase database;

    @TempDir
    Path folder;

    private Path config;
    private String out;
    private String err;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(false);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void emptyDatabase() throws IOException {
        database.server().openAlone();
        database.server().execute("DROP DATABASE turntable", "CREATE DATABASE turntable");
        config = settings(database.access("turntable_app"), "");
    }

    @Test
    void migrateShowsItsStepsAndHasNothingToDoTheSecondTime() throws IOException {
        assertEquals(0, run("migrate", "--dry-run"));
        assertTrue(out.contains("would run V1 campaign draw and ledger"), out);
        assertEquals(
                "0",
                database.server()
                        .ask("SELECT COUNT(*) FROM information_schema.TABLES WHERE TABLE_SCHEMA = 'turntable'"));

        assertEquals(0, run("migrate"));
        assertTrue(out.contains("V1 campaign draw and ledger … done in "), out);
        assertEquals(0, run("migrate"));
        assertEquals("Nothing to do: the schema is at version " + newestMigration() + ".", out.strip());
        assertEquals("", err);
    }

    @Test
    void migratePrintsJson() throws IOException {
        run("migrate", "--json");
        JsonNode answer = new ObjectMapper().readTree(out);
        assertEquals(newestMigration(), answer.get("version").asInt());
        assertEquals("V1 campaign draw and ledger", answer.get("applied").get(0).asText());
    }

    @Test
    void migrationsOfAnotherJarAreRefused() {
        run("migrate");
        database.server().execute("UPDATE turntable.flyway_schema_history SET checksum = 1 WHERE version = '1'");
        assertEquals(1, run("migrate"));
        assertTrue(err.contains("are not those of this jar"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void theSampleCampaignIsCreatedOnceAndOpenedOnce() {
        run("migrate");
        assertEquals(0, run("sample-campaign", "--open"));
        assertTrue(out.lines().toList().get(1).startsWith("open "), out);
        assertEquals(
                "27255",
                database.server()
                        .ask("SELECT COUNT(*) FROM turntable.prize_unit WHERE prize_id NOT IN (SELECT id FROM "
                                + "turntable.prize JOIN turntable.rehearsal USING (campaign_id))"));

        assertEquals(0, run("sample-campaign", "--open"));
        assertTrue(out.startsWith("Campaign golden-week exists"), out);
        assertEquals(
                "27255",
                database.server()
                        .ask("SELECT COUNT(*) FROM turntable.prize_unit WHERE prize_id NOT IN (SELECT id FROM "
                                + "turntable.prize JOIN turntable.rehearsal USING (campaign_id))"));
        assertEquals("2", database.server().ask("SELECT COUNT(*) FROM turntable.campaign_transition"));
    }

    @Test
    void theSampleCampaignHasOptions() {
        run("migrate");
        assertEquals(
                0,
                run(
                        "sample-campaign",
                        "--slug",
                        "spring",
                        "--chances-per-day",
                        "5",
                        "--chances-in-all",
                        "20",
                        "--opens-at",
                        "2027-02-06T10:00"));
        assertEquals(
                "scheduled 5 20 2027-02-06 02:00:00.000",
                database.server()
                        .ask("SELECT CONCAT_WS(' ', state, chances_per_day, chances_in_all, opens_at) FROM "
                                + "turntable.campaign WHERE slug = 'spring'"));
    }

    @Test
    void aCampaignGoesThroughItsStates() throws IOException {
        run("migrate");
        run("sample-campaign");
        for (String move : List.of("open", "pause", "resume", "close")) {
            assertEquals(0, run("campaign", move, "golden-week", "--by", "Wang Li", "--reason", "因故"), err);
        }
        assertEquals("Campaign golden-week is closed now; it was open.", out.strip());
        assertEquals(1, run("campaign", "open", "golden-week", "--by", "Wang Li"));
        assertEquals("turntable-ops: campaign golden-week is closed, but must be scheduled", err.strip());

        run("campaign", "show", "golden-week", "--json");
        JsonNode shown = new ObjectMapper().readTree(out);
        assertEquals("closed", shown.get("state").asText());
        assertEquals("智能手表", shown.get("prizes").get(0).get("name").asText());
        assertEquals(20_000, shown.get("prizes").get(5).get("units").asInt());
    }

    @Test
    void campaignsAreListed() {
        run("migrate");
        run("campaign", "list");
        assertTrue(out.contains("no campaign yet"), out);
        run("sample-campaign");
        run("campaign", "list");
        assertTrue(out.startsWith("scheduled  golden-week "), out);
    }

    @Test
    void aPlayerIsSignedOutOnAllDevicesWithANameAndAReason() {
        run("migrate");
        String id = "AAAAAAAAAAAAAAAAAAAAAQ";
        assertEquals(
                0,
                run("player", "sign-out", id, "--by", "Wang Li", "--reason", "the phone was stolen", "--dry-run"),
                err);
        assertEquals("0", database.server().ask("SELECT COUNT(*) FROM turntable.identity_revocation"));
        assertEquals(0, run("player", "sign-out", id, "--by", "Wang Li", "--reason", "the phone was stolen"), err);
        assertTrue(out.startsWith("Player " + id + " is signed out: identities issued before 20"), out);
        assertEquals(
                "00000000000000000000000000000001 Wang Li the phone was stolen",
                database.server()
                        .ask("SELECT CONCAT_WS(' ', HEX(player_id), by_whom, reason) FROM "
                                + "turntable.identity_revocation"));
    }

    @Test
    void playersWithSignalsAreListedWithTheirReasons() throws IOException {
        run("migrate");
        run("sample-campaign");
        assertEquals(0, run("player", "signals", "golden-week"), err);
        assertEquals("No player has signals.", out.strip());
        database.server()
                .execute("INSERT INTO turntable.player_signal SELECT id, UNHEX(LPAD('1', 32, '0')), 80, 1 + 4 + 8, 3, "
                        + "'2026-10-01 02:00:00', '2026-10-01 02:00:04' FROM turntable.campaign WHERE slug = "
                        + "'golden-week'");
        assertEquals(0, run("player", "signals", "golden-week", "--top", "1"), err);
        assertEquals(
                " 80  AAAAAAAAAAAAAAAAAAAAAQ       3  2026-10-01T02:00:00Z  2026-10-01T02:00:04Z  "
                        + "address_rate no_page_view quick_tap",
                out.lines().findFirst().orElseThrow());
        assertEquals(0, run("player", "signals", "golden-week", "--json"), err);
        JsonNode listed = new ObjectMapper().readTree(out).get(0);
        assertEquals(80, listed.get("score").asInt());
        assertEquals("no_page_view", listed.get("reasons").get(1).asText());
        assertEquals(1, run("player", "signals", "no-such"));
        assertTrue(err.contains("there is no campaign no-such"), err);
    }

    @Test
    void anUnavailableDatabaseIsReportedInOneSentence() throws IOException {
        MariaDbPools.Access access = database.access("turntable_app");
        config = settings(
                new MariaDbPools.Access(List.of("127.0.0.1:1"), access.database(), access.user(), access.password()),
                "");
        assertEquals(1, run("campaign", "list"));
        assertTrue(err.startsWith("turntable-ops: no database answers at 127.0.0.1:1: check database.hosts"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void aWrongPasswordIsReportedButNotPrinted() throws IOException {
        MariaDbPools.Access access = database.access("turntable_app");
        config = settings(new MariaDbPools.Access(access.hosts(), access.database(), access.user(), "not-the-one"), "");
        assertEquals(1, run("migrate"));
        assertTrue(err.contains("refuses the log-in of turntable_migration: check its password"), err);
        assertFalse(err.contains("not-the-one"), err);
    }

    @Test
    void missingPrivilegesAreReportedInOneSentence() throws IOException {
        config = settings(database.access("turntable_app"), "database.migration.user=turntable_app\n");
        assertEquals(1, run("migrate"));
        assertTrue(err.contains("the account turntable_app lacks a right"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void anEmptyDatabaseHasToBeMigrated() {
        assertEquals(1, run("campaign", "list"));
        assertTrue(err.contains("run turntable-ops migrate first"), err);
    }

    @Test
    void aReadOnlyServerIsReported() {
        database.server().execute("SET GLOBAL read_only = 1");
        assertEquals(1, run("migrate"));
        assertTrue(err.contains("takes writes: each is read-only"), err);
    }

    @Test
    void invalidSettingsAreListed() throws IOException {
        Files.writeString(config, "mode=demo\ndatabase.host=x\n");
        assertEquals(1, run("migrate"));
        assertTrue(
                err.contains("did you mean database.hosts?") && err.contains("database.migration.password: is missing"),
                err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "campaign",
                "xyzzy",
                "migrate --what",
                "campaign show",
                "campaign open golden-week",
                "sample-campaign --opens-at today",
                "sample-campaign --slug A_B",
                "player",
                "player sign-out AAAAAAAAAAAAAAAAAAAAAQ --by Wang",
                "player sign-out Anna --by Wang --reason lost",
                "player signals",
                "player signals golden-week --top 0",
                "sample-campaign --chances-per-day 0",
                "sample-campaign --chances-in-all many"
            })
    void anInvalidCommandLineExitsWithTwoAndShowsTheUsage(String line) {
        assertEquals(2, run(line.isEmpty() ? new String[0] : line.split(" ")));
        assertTrue(err.contains("Usage: turntable-ops"), err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "migrate",
                "sample-campaign",
                "campaign",
                "campaign list",
                "campaign close",
                "player sign-out",
                "player signals",
                "reimport",
                "reimport compare",
                "reimport apply",
                "reimport settle",
                "reimport conflicts",
                "reimport decide",
                "reimport report"
            })
    void everyCommandHasHelp(String command) {
        List<String> arguments = new ArrayList<>(command.isEmpty() ? List.of() : List.of(command.split(" ")));
        arguments.add("--help");
        assertEquals(0, execute(arguments));
        assertTrue(out.contains("Usage: turntable-ops"), out);
    }

    /** Counted from the files: nodes also accept an older schema. */
    private static int newestMigration() throws IOException {
        try (Stream<Path> files = Files.list(ProjectFiles.file("src/main/resources/org/turntable/tool/migration"))) {
            return files.map(file -> file.getFileName().toString().replaceFirst("^V(\\d+)_.*", "$1"))
                    .mapToInt(Integer::parseInt)
                    .max()
                    .orElseThrow();
        }
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        // After the name of the command: the top command has no --config.
        if (!all.isEmpty()
                && !List.of("xyzzy").contains(all.get(0))
                && !all.equals(List.of("campaign"))
                && !all.equals(List.of("player"))) {
            all.addAll(List.of("--config", config.toString()));
        }
        return execute(all);
    }

    private int execute(List<String> arguments) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine tool =
                TurntableOps.commandLine().setOut(new PrintWriter(stdout, true)).setErr(new PrintWriter(stderr, true));
        int exit = tool.execute(arguments.toArray(String[]::new));
        out = stdout.toString();
        err = stderr.toString();
        return exit;
    }

    private Path settings(MariaDbPools.Access access, String more) throws IOException {
        return Files.writeString(
                folder.resolve("turntable.properties"),
                """
                mode=demo
                database.hosts=%s
                database.name=%s
                database.password=%s
                database.migration.password=%s
                """.formatted(String.join(",", access.hosts()), access.database(), access.password(), access.password())
                        + more);
    }
}
