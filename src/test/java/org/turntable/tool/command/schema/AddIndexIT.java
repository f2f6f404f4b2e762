package org.turntable.tool.command.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.mariadb.pool.MariaDbPools;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.tool.TurntableOps;
import org.turntable.tool.mariadb.schema.Migrations;
import picocli.CommandLine;

/** Drops an index of a large table on a primary with a replica, and adds it again while rows are written. */
class AddIndexIT {
    private static final Logger LOG = LoggerFactory.getLogger(AddIndexIT.class);
    private static final int ROWS = 400_000;
    private static final String INDEX = "prize_unit.free_units";
    /** The tool waits a second for its lock; a busy machine adds some time. */
    private static final Duration MAX_WRITE_TIME = Duration.ofMillis(2_500);

    private static MariaDbPair pair;

    @TempDir
    Path folder;

    private Path config;
    private volatile String out;
    private volatile String err;

    @BeforeAll
    static void fill() {
        pair = new MariaDbPair().start();
        try (HikariDataSource migration = MariaDbPools.forTool(new MariaDbPools.Access(
                List.of(pair.primary().address()),
                MariaDbPair.DATABASE,
                MariaDbPair.MIGRATION_USER,
                pair.migrationPassword()))) {
            Migrations.on(migration).load().migrate();
        }
        pair.primary()
                .execute(
                        "USE turntable",
                        "INSERT INTO prize_unit (prize_id, ordinal) SELECT (SELECT MIN(id) FROM prize), seq FROM "
                                + "seq_1000_to_"
                                + (1_000 + ROWS));
        pair.awaitReplicaCaughtUp();
    }

    @AfterAll
    static void stop() {
        pair.close();
    }

    @BeforeEach
    void settings() throws IOException {
        config = Files.writeString(folder.resolve("turntable.properties"), """
                mode=demo
                database.hosts=%s
                database.password=%s
                database.migration.password=%s
                """.formatted(
                        pair.hosts(), pair.applicationPassword(), pair.migrationPassword()));
    }

    @Test
    void aMissingIndexIsAddedDuringWritesAndNoWriteWaitsLong() throws Exception {
        drop();
        assertEquals(1, run("schema", "check"));
        assertTrue(out.contains("wrong  index " + INDEX + " (prize_id,player_id,draw_number,ordinal) is missing"), out);
        assertTrue(out.contains("run turntable-ops add-index " + INDEX), out);

        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        AtomicInteger written = new AtomicInteger();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(stop, longest, written));
        Await.until("rows are written", Duration.ofSeconds(10), () -> written.get() > 50);
        longest.set(0);
        int before = written.get();
        assertEquals(0, run("add-index", INDEX, "--by", "Wang"), () -> out + err);
        stop.set(true);
        writing.join();

        LOG.info(
                "{} writes were made during the build, the longest took {} ms:\n{}",
                written.get() - before,
                longest.get() / 1_000_000,
                out);
        assertTrue(written.get() > before, "writes continue during the build");
        assertTrue(
                longest.get() < MAX_WRITE_TIME.toNanos(), () -> "a write waited " + longest.get() / 1_000_000 + " ms");
        assertTrue(out.contains("Added on the primary in "), out);
        assertTrue(out.contains("Every server has the index; the slowest was "), out);
        assertEquals(0, run("schema", "check"), () -> out);
        assertEquals(
                "Wang added",
                pair.primary()
                        .ask("SELECT CONCAT(by_whom, ' ', outcome) FROM turntable.index_addition WHERE "
                                + "index_name = 'free_units' ORDER BY id DESC LIMIT 1"));
        assertEquals(0, run("add-index", INDEX, "--by", "Wang"));
        assertTrue(out.contains("exists; nothing to do"), out);
    }

    /** Awards units as the ledger does: by primary key, several in one transaction that the replica acknowledges. */
    private static void write(AtomicBoolean stop, AtomicLong longest, AtomicInteger written) {
        try (Connection connection = pair.application();
                PreparedStatement award = connection.prepareStatement(
                        "UPDATE prize_unit SET player_id = ?, draw_number = 1, awarded_at = UTC_TIMESTAMP(3) WHERE "
                                + "prize_id = (SELECT MIN(id) FROM prize) AND ordinal = ?")) {
            connection.setAutoCommit(false);
            for (int ordinal = 1_000; !stop.get(); ordinal += 5) {
                long begun = System.nanoTime();
                for (int i = 0; i < 5; i++) {
                    award.setBytes(
                            1, ByteBuffer.allocate(16).putInt(ordinal + i).array());
                    award.setInt(2, ordinal + i);
                    award.executeUpdate();
                }
                connection.commit();
                longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
                written.incrementAndGet();
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void aBuildThatMeetsALockStopsWaitingAndTriesAgain() throws Exception {
        drop();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong longest = new AtomicLong();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(stop, longest, new AtomicInteger()));
        CompletableFuture<Integer> adding;
        try (Connection reader = pair.application();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT ordinal FROM prize_unit LIMIT 1").close();
            adding = CompletableFuture.supplyAsync(() -> run("add-index", INDEX, "--by", "Wang", "--pause", "1"));
            Await.until("it has stopped waiting once", Duration.ofSeconds(30), () -> tries() > 0 || adding.isDone());
            assertFalse(adding.isDone(), () -> out + err);
            reader.rollback();
        }
        assertEquals(0, adding.join(), () -> out + err);
        stop.set(true);
        writing.join();
        assertTrue(
                longest.get() < MAX_WRITE_TIME.toNanos(), () -> "a write waited " + longest.get() / 1_000_000 + " ms");
        assertTrue(out.contains("try 1 of 30: others lock the table; again in 1 s"), out);
    }

    /** Records of builds that have run for longer than one lock wait. */
    private static int tries() {
        return Integer.parseInt(pair.primary()
                .ask("SELECT COUNT(*) FROM turntable.index_addition WHERE ended_at IS NULL AND began_at "
                        + "< UTC_TIMESTAMP(3) - INTERVAL 1500000 MICROSECOND"));
    }

    @Test
    void aBuildThatNeverGetsTheLockChangesNothing() throws Exception {
        drop();
        try (Connection reader = pair.application();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.executeQuery("SELECT ordinal FROM prize_unit LIMIT 1").close();
            assertEquals(1, run("add-index", INDEX, "--by", "Wang", "--tries", "2", "--pause", "0"));
        }
        assertTrue(err.contains("others locked prize_unit in each of 2 tries, so nothing was changed"), err);
        assertEquals(
                "others locked the table in 2 tries",
                pair.primary().ask("SELECT outcome FROM turntable.index_addition ORDER BY id DESC LIMIT 1"));
        restore();
    }

    @Test
    void duplicateRowsAreReportedAndADryRunChangesNothing() throws Exception {
        pair.primary()
                .execute(
                        "USE turntable",
                        "ALTER TABLE prize DROP INDEX one_prize_a_name",
                        "INSERT INTO prize (campaign_id, position, name, kind, weight) SELECT campaign_id, "
                                + "position + 1, name, kind, weight FROM prize");
        try {
            assertEquals(0, run("add-index", "prize.one_prize_a_name", "--by", "Wang", "--dry-run"));
            assertTrue(
                    out.contains("ALTER TABLE `prize` ADD UNIQUE INDEX `one_prize_a_name` (`campaign_id`, `name`), "
                            + "ALGORITHM=NOCOPY, LOCK=NONE"),
                    out);
            assertEquals(1, run("add-index", "prize.one_prize_a_name", "--by", "Wang"));
            assertTrue(
                    err.contains("rows of prize have the same campaign_id,name, which one_prize_a_name forbids"), err);
        } finally {
            pair.primary()
                    .execute(
                            "USE turntable",
                            "DELETE FROM prize WHERE position > 1",
                            "ALTER TABLE prize ADD UNIQUE INDEX one_prize_a_name (campaign_id, name)");
        }
    }

    @Test
    void anIndexThatIsNotExpectedIsRefused() {
        assertEquals(1, run("add-index", "draw.by_time", "--by", "Wang"));
        assertTrue(
                err.contains("draw.by_time is not an index that this build expects; a new index is a migration"), err);
        assertEquals(1, run("add-index", "draw.PRIMARY", "--by", "Wang"));
        assertTrue(err.contains("is a primary key"), err);
        assertEquals(2, run("add-index", "draw", "--by", "Wang"));
        assertEquals(2, run("add-index", INDEX));
        assertEquals(2, run("add-index", INDEX, "--by", " "));
        assertEquals(2, run("add-index", INDEX, "--by", "Wang", "--tries", "0"));
    }

    @Test
    void anIndexThatIsMissingOnlyOnTheReplicaIsFound() throws Exception {
        pair.replica()
                .execute("SET SESSION sql_log_bin = 0", "ALTER TABLE turntable.expected_wave DROP INDEX waves_by_time");
        try {
            assertEquals(1, run("schema", "check", "--json"));
            JsonNode answer = new ObjectMapper().readTree(out);
            assertFalse(answer.get("sound").asBoolean());
            assertEquals(
                    0, answer.get("differences").get(pair.primary().address()).size());
            assertEquals(
                    "expected_wave.waves_by_time",
                    answer.get("differences")
                            .get(pair.replica().address())
                            .get(0)
                            .get("what")
                            .asText());
        } finally {
            pair.replica()
                    .execute(
                            "SET SESSION sql_log_bin = 0",
                            "ALTER TABLE turntable.expected_wave ADD INDEX waves_by_time (at)");
        }
        assertEquals(0, run("schema", "check"));
        assertTrue(out.contains(pair.replica().address() + " is as expected"), out);
    }

    private static void drop() {
        pair.primary().execute("ALTER TABLE turntable.prize_unit DROP INDEX IF EXISTS free_units");
        pair.awaitReplicaCaughtUp();
    }

    private static void restore() {
        pair.primary()
                .execute("ALTER TABLE turntable.prize_unit ADD INDEX IF NOT EXISTS free_units (prize_id, player_id, "
                        + "draw_number, ordinal)");
        pair.awaitReplicaCaughtUp();
    }

    private int run(String... arguments) {
        StringWriter stdout = new StringWriter();
        StringWriter stderr = new StringWriter();
        CommandLine tool =
                TurntableOps.commandLine().setOut(new PrintWriter(stdout, true)).setErr(new PrintWriter(stderr, true));
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--config";
        all[arguments.length + 1] = config.toString();
        int exit = tool.execute(all);
        out = stdout.toString();
        err = stderr.toString();
        return exit;
    }
}
