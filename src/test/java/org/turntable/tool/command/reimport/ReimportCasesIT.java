package org.turntable.tool.command.reimport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.OpsTool;
import org.turntable.tool.command.common.ExitCode;
import org.turntable.tool.command.reimport.ReimportFixture.ShownDraw;

/** Single cases of a reimport, and its errors. */
class ReimportCasesIT {
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BERT = player(2);
    private static final PlayerId CARL = player(3);
    private static final long MONDAY = 1_790_000_000_000L;
    private static final long TUESDAY = MONDAY + 86_400_000;

    private static ReimportFixture fixture;
    private static int lastCampaign;
    private String slug;
    private int there;
    private int here;

    @BeforeAll
    static void start() {
        fixture = new ReimportFixture();
    }

    @AfterAll
    static void stop() {
        fixture.close();
    }

    /** Cases of claims, on the same servers. */
    @Nested
    class WhatHangsOnWins extends ReimportClaimCases {
        @Override
        ReimportFixture fixture() {
            return fixture;
        }
    }

    @BeforeEach
    void createCampaigns() throws Exception {
        fixture.old.server().openAlone();
        slug = "case-" + ++lastCampaign;
        there = ReimportFixture.campaign(fixture.old, slug, 3, 1);
        here = ReimportFixture.campaign(fixture.here, slug, 3, 1);
    }

    private ShownDraw before(PlayerId who, int number, int prize) throws Exception {
        return ReimportFixture.draw(fixture.old, there, who, number, prize, MONDAY);
    }

    private ShownDraw after(PlayerId who, int number, int prize) throws Exception {
        return ReimportFixture.draw(fixture.here, here, who, number, prize, TUESDAY);
    }

    private int apply(String... more) throws Exception {
        fixture.makeOldReadOnly();
        List<String> words = new ArrayList<>(List.of("apply", "--campaign", slug, "--pause", "0"));
        words.addAll(List.of(more));
        int exit = fixture.reimport(words.toArray(String[]::new));
        ReimportFixture.assertSound(fixture.here);
        return exit;
    }

    /** The conflicts of this test's campaign that are not settled. */
    private List<JsonNode> conflicts() throws Exception {
        fixture.reimport("conflicts", "--json");
        List<JsonNode> mine = new ArrayList<>();
        fixture.json().forEach(conflict -> {
            if (conflict.get("campaign").asText().equals(slug)) {
                mine.add(conflict);
            }
        });
        return mine;
    }

    private JsonNode onlyConflict(String kind) throws Exception {
        List<JsonNode> mine = conflicts();
        assertEquals(
                List.of(kind),
                mine.stream().map(conflict -> conflict.get("kind").asText()).toList());
        return mine.get(0);
    }

    private void decide(JsonNode conflict, String decision) throws Exception {
        assertEquals(0, fixture.reimport("decide", conflict.get("id").asText(), "--as", decision), fixture.err);
        fixture.reimport("settle");
        ReimportFixture.assertSound(fixture.here);
    }

    private int unit(PlayerId who, int number) {
        return ReimportFixture.unit(fixture.here, here, who, number);
    }

    @Test
    void aStrandedWinGetsItsOwnUnitWhileItIsFree() throws Exception {
        before(ANNA, 1, 1);
        ShownDraw second = before(BERT, 1, 1);
        after(CARL, 1, 1);
        assertEquals(ReimportCommand.LEFT, apply(), fixture.err);
        assertEquals(second.ordinal(), unit(BERT, 1));
        assertEquals("unit_taken", onlyConflict("unit_taken").get("kind").asText());
        assertEquals(-1, unit(ANNA, 1), "a win in conflict is not stored as a loss");
    }

    @Test
    void unitsAreMatchedByCodeWhateverTheirOrdinal() throws Exception {
        slug = slug + "-other";
        there = ReimportFixture.campaign(fixture.old, slug, List.of("A", "B", "C"), 1);
        here = ReimportFixture.campaign(fixture.here, slug, List.of("C", "B", "A"), 1);
        assertEquals(1, before(ANNA, 1, 1).ordinal());
        assertEquals(0, apply(), fixture.err);
        assertEquals(3, unit(ANNA, 1), "the player was shown code A");
        assertEquals(0, apply(), fixture.err);
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
    }

    @Test
    void anUnknownCodeIsAConflict() throws Exception {
        slug = slug + "-fresh";
        there = ReimportFixture.campaign(fixture.old, slug, List.of("A"), 1);
        here = ReimportFixture.campaign(fixture.here, slug, List.of("X", "Y"), 1);
        before(ANNA, 1, 1);
        assertEquals(ReimportCommand.LEFT, apply());
        JsonNode conflict = onlyConflict("unit_unknown");
        assertEquals("another", conflict.get("proposal").asText());
        decide(conflict, "own");
        assertTrue(onlyConflict("unit_unknown").get("trouble").asText().contains("no such unit"));
        decide(conflict, "another");
        assertEquals(2, unit(ANNA, 1));
    }

    @Test
    void aWinThatLostInTheTargetBecomesAWin() throws Exception {
        ShownDraw shown = before(ANNA, 1, 2);
        after(ANNA, 1, 0);
        assertEquals(ReimportCommand.LEFT, apply());
        JsonNode conflict = onlyConflict("lost_here");
        assertEquals("own", conflict.get("proposal").asText());
        decide(conflict, "own");
        assertEquals(shown.ordinal(), unit(ANNA, 1));
        assertEquals(List.of(), conflicts());
    }

    @Test
    void aWinWhoseNumberWonSomethingElseGetsTheNextNumber() throws Exception {
        before(ANNA, 1, 2);
        ShownDraw other = after(ANNA, 1, 1);
        after(ANNA, 2, 0);
        assertEquals(ReimportCommand.LEFT, apply());
        decide(onlyConflict("won_otherwise"), "own");
        assertEquals(other.ordinal(), unit(ANNA, 1));
        assertEquals(1, unit(ANNA, 3), "the watch");
        assertEquals(List.of(), conflicts());
    }

    @Test
    void aSwapAwardsTheUnitToTheStrandedWinAndAnotherToItsHolder() throws Exception {
        ShownDraw shown = before(ANNA, 1, 1);
        assertEquals(shown.ordinal(), after(BERT, 1, 1).ordinal());
        assertEquals(ReimportCommand.LEFT, apply(), fixture.err);
        decide(onlyConflict("unit_taken"), "swap");
        assertEquals(shown.ordinal(), unit(ANNA, 1));
        assertEquals(3, unit(BERT, 1), "the last one that is free");
        assertEquals(
                "1 3",
                fixture.here
                        .server()
                        .ask("SELECT GROUP_CONCAT(unit_ordinal ORDER BY id SEPARATOR ' ') FROM "
                                + "turntable.reimport_win WHERE campaign_id = "
                                + here));
    }

    @Test
    void aRedeemedUnitIsNotSwapped() throws Exception {
        ShownDraw shown = before(ANNA, 1, 1);
        after(BERT, 1, 1);
        fixture.here
                .server()
                .execute(
                        "INSERT IGNORE INTO turntable.verifier (id, name, store, password_hash, created_at, "
                                + "created_by) VALUES (1, 'shop', 'shop', 'x', UTC_TIMESTAMP(3), 'test')",
                        "INSERT INTO turntable.redemption VALUES (" + here + ", UNHEX('" + ReimportFixture.hex(BERT)
                                + "'), 1, "
                                + ReimportFixture.prize(fixture.here, here, 1) + ", "
                                + shown.ordinal() + ", UNHEX('" + "09".repeat(16) + "'), 1, 'shop', UTC_TIMESTAMP(3))");
        assertEquals(ReimportCommand.LEFT, apply(), fixture.err);
        decide(onlyConflict("unit_taken"), "swap");
        assertTrue(
                onlyConflict("unit_taken").get("trouble").asText().contains("has redeemed it here already"),
                fixture.out);
        assertEquals(shown.ordinal(), unit(BERT, 1));
        decide(onlyConflict("unit_taken"), "another");
        assertEquals(3, unit(ANNA, 1));
    }

    @Test
    void aDroppedWinBecomesALossAndTheDecisionIsRecorded() throws Exception {
        before(ANNA, 1, 1);
        after(BERT, 1, 1);
        assertEquals(ReimportCommand.LEFT, apply(), fixture.err);
        decide(onlyConflict("unit_taken"), "drop");
        assertEquals(0, unit(ANNA, 1));
        assertEquals(
                "drop Zhao Min the night of the wave",
                fixture.here
                        .server()
                        .ask("SELECT CONCAT_WS(' ', decision, decided_by, decided_reason) FROM "
                                + "turntable.reimport_conflict WHERE settled_at IS NOT NULL AND "
                                + "campaign_id = "
                                + here));
        assertEquals(0, apply("--dry-run"), "a dropped win is settled, not missing");
    }

    @Test
    void withoutEnoughUnitsNothingIsProposedOrOversold() throws Exception {
        for (int i = 1; i <= 3; i++) {
            before(player(10 + i), 1, 1);
            if (i < 3) {
                after(player(20 + i), 1, 1);
            }
        }
        // Two of the three units are awarded, and the winner of the third is imported at once.
        assertEquals(ReimportCommand.LEFT, apply());
        assertEquals(
                List.of("null", "null"),
                conflicts().stream()
                        .map(conflict -> conflict.get("proposal").asText("null"))
                        .toList());
        assertEquals(0, fixture.reimport("decide", conflicts().get(0).get("id").asText(), "--as", "another"));
        assertEquals(ReimportCommand.LEFT, fixture.reimport("settle"));
        assertTrue(conflicts().get(0).get("trouble").asText().contains("no unit of the prize is free"));
        fixture.here
                .server()
                .execute("INSERT INTO turntable.prize_unit (prize_id, ordinal) VALUES ("
                        + ReimportFixture.prize(fixture.here, here, 1) + ", 4)");
        fixture.reimport("settle");
        assertEquals(4, unit(player(11), 1), "what could not be carried out is tried again");
        assertEquals(1, conflicts().size());
    }

    @Test
    void contradictingRowsOfADamagedDatabaseAreAConflict() throws Exception {
        before(ANNA, 1, 1);
        before(BERT, 1, 1);
        int prize = ReimportFixture.prize(fixture.old, there, 1);
        fixture.old
                .server()
                .execute(
                        "UPDATE turntable.prize_unit SET player_id = NULL, draw_number = NULL, awarded_at = NULL "
                                + "WHERE prize_id = "
                                + prize + " AND ordinal = 1",
                        "DELETE FROM turntable.draw WHERE campaign_id = " + there + " AND player_id = UNHEX('"
                                + ReimportFixture.hex(BERT) + "')");
        assertEquals(ReimportCommand.LEFT, apply());
        assertEquals(
                List.of("inconsistent", "inconsistent"),
                conflicts().stream()
                        .map(conflict -> conflict.get("kind").asText())
                        .toList());
        assertEquals(ReimportCommand.LEFT, apply());
        assertEquals(2, conflicts().size(), "and not twice");
        conflicts().forEach(conflict -> {
            try {
                decide(conflict, "own");
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        assertEquals(List.of(1, 2), List.of(unit(ANNA, 1), unit(BERT, 1)));
    }

    @Test
    void aKilledRunResumesWhileNodesKeepDrawing() throws Exception {
        slug = slug + "-large";
        int wins = 400;
        there = ReimportFixture.campaign(fixture.old, slug, 1_200, 1);
        here = ReimportFixture.campaign(fixture.here, slug, 1_200, 1);
        fill(fixture.old, there, wins, 4_000);
        fixture.old
                .server()
                .execute(
                        "USE turntable",
                        "INSERT INTO verifier (name, store, password_hash, created_at, created_by) VALUES ('" + slug
                                + "', 'shop', 'x', UTC_TIMESTAMP(3), 'test')",
                        "INSERT INTO redemption SELECT campaign_id, player_id, number, prize_id, unit_ordinal, "
                                + "player_id,"
                                + " (SELECT id FROM verifier WHERE name = '" + slug
                                + "'), 'shop', UTC_TIMESTAMP(3) FROM draw WHERE unit_ordinal IS NOT NULL AND "
                                + "campaign_id = "
                                + there);
        fixture.makeOldReadOnly();
        AtomicBoolean done = new AtomicBoolean();
        List<ShownDraw> shownDraws = new ArrayList<>();
        CompletableFuture<Void> nodes = CompletableFuture.runAsync(() -> {
            for (int i = 0; !done.get() || i < 200; i++) {
                try {
                    shownDraws.add(after(player(1_000_000 + i), 1, i % 3 == 0 ? 1 : 0));
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }
        });
        String begun = "SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + here
                + " AND player_id < UNHEX('000F0000000000000000000000000000')";
        try {
            Path output = fixture.folder().resolve("killed.log");
            Process run = OpsTool.start(
                    fixture.config(),
                    output,
                    "reimport",
                    "apply",
                    "--from",
                    fixture.old.server().address(),
                    "--campaign",
                    slug,
                    "--by",
                    "Zhao Min",
                    "--reason",
                    "killed",
                    "--rows",
                    "20",
                    "--pause",
                    "30");
            Await.until(
                    "some draws were imported",
                    Duration.ofSeconds(60),
                    () -> Integer.parseInt(fixture.here.server().ask(begun)) > 150 || !run.isAlive());
            assertTrue(run.isAlive(), () -> read(output));
            run.destroyForcibly().waitFor();
            int brought = Integer.parseInt(fixture.here.server().ask(begun));
            assertTrue(brought < 4_000);
            ReimportFixture.assertSound(fixture.here);
            String position = fixture.here
                    .server()
                    .ask("SELECT position FROM turntable.reimport_run WHERE source LIKE '%" + slug + "'");
            assertEquals(
                    fixture.here
                            .server()
                            .ask("SELECT COUNT(*) FROM turntable.reimport_win WHERE campaign_id = " + here),
                    fixture.here.server().ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here),
                    "no win came without its redemption");
            assertTrue(position.matches("(wins|draws) " + here + " \\d+ .+"), "it knows where it came to: " + position);

            fixture.reimport("apply", "--campaign", slug, "--pause", "0");
            assertTrue(fixture.err.contains("Resumes run "), fixture.err);
            assertEquals(
                    "1",
                    fixture.here
                            .server()
                            .ask("SELECT COUNT(*) FROM turntable.reimport_run WHERE source LIKE '%" + slug + "'"));
        } finally {
            done.set(true);
            nodes.join();
        }
        ReimportFixture.assertSound(fixture.here);
        int conflicts = conflicts().size();
        assertEquals(
                4_000 - conflicts,
                Integer.parseInt(fixture.here.server().ask(begun)),
                "every draw is there, or laid before a person");
        assertEquals(
                "4000",
                fixture.here
                        .server()
                        .ask("SELECT SUM(number) + " + conflicts
                                + " FROM turntable.reimport_count WHERE what IN ('wins', 'losses') AND campaign_id = "
                                + here),
                "and counted once, across the kill");
        assertEquals(
                Integer.toString(wins - conflicts),
                fixture.here.server().ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here));
        for (ShownDraw one : shownDraws) {
            assertEquals(one.ordinal(), unit(one.player(), 1), one::toString);
        }
        assertEquals(
                conflicts == 0 ? 0 : ReimportCommand.LEFT,
                fixture.reimport("compare", "--campaign", slug),
                fixture.out);
    }

    /** Adds many first draws of players; the first ones win coupons in the order of their ordinals. */
    private static void fill(MigratedDatabase database, int campaignId, int wins, int draws) throws Exception {
        int prize = ReimportFixture.prize(database, campaignId, 1);
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 1; i <= draws; i++) {
                String hex = ReimportFixture.hex(player(1_000 + i));
                statement.addBatch("INSERT INTO draw VALUES (" + campaignId + ", UNHEX('" + hex
                        + "'), 1, '2026-10-01 02:00:00.5', " + (i <= wins ? prize + ", " + i : "NULL, NULL") + ")");
                if (i <= wins) {
                    statement.addBatch("UPDATE prize_unit SET player_id = UNHEX('" + hex
                            + "'), draw_number = 1, awarded_at = '2026-10-01 02:00:00.6' WHERE prize_id = " + prize
                            + " AND ordinal = " + i);
                }
            }
            statement.executeBatch();
            connection.commit();
        }
    }

    /**
     * Its size is a setting: {@code -Dreimport.draws=1000000} tells how long a reimport takes, see mariadb/README.md.
     */
    @Test
    void aWholeCampaignIsImportedAndItsRateIsPrinted() throws Exception {
        slug = slug + "-whole";
        int draws = Integer.getInteger("reimport.draws", 4_000);
        int players = draws / 4;
        int wins = draws / 100;
        there = ReimportFixture.campaign(fixture.old, slug, wins, 1);
        here = ReimportFixture.campaign(fixture.here, slug, wins, 1);
        int coupon = ReimportFixture.prize(fixture.old, there, 1);
        String player = "UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0'))";
        List<String> filling = new ArrayList<>(List.of(
                "USE turntable",
                "INSERT INTO player SELECT " + there + ", " + player + ", '2026-10-01 02:00:00' FROM seq_1_to_"
                        + players,
                "UPDATE prize_unit SET player_id = " + player.replace("seq", "ordinal")
                        + ", draw_number = 1, awarded_at = '2026-10-01 02:00:01' WHERE prize_id = "
                        + coupon));
        for (int number = 1; number <= 4; number++) {
            String won = number == 1
                    ? "IF(seq <= " + wins + ", " + coupon + ", NULL), IF(seq <= " + wins + ", seq, NULL)"
                    : "NULL, NULL";
            filling.add("INSERT INTO draw SELECT " + there + ", " + player + ", " + number + ", '2026-10-01 02:00:00', "
                    + won + " FROM seq_1_to_" + players);
        }
        filling.add("INSERT IGNORE INTO verifier (name, store, password_hash, created_at, created_by) VALUES ('whole', "
                + "'shop', 'x', UTC_TIMESTAMP(3), 'test')");
        filling.add("INSERT INTO redemption SELECT campaign_id, player_id, number, prize_id, unit_ordinal, player_id, "
                + "(SELECT id FROM verifier WHERE name = 'whole'),"
                + " 'shop', UTC_TIMESTAMP(3) FROM draw WHERE unit_ordinal % 2 AND campaign_id = " + there);
        fixture.old.server().execute(filling.toArray(String[]::new));
        long begun = System.nanoTime();
        assertEquals(0, apply(), fixture.err);
        long applied = System.nanoTime();
        assertEquals(0, fixture.reimport("compare", "--campaign", slug), fixture.out);
        long compared = System.nanoTime();
        long rows = draws + players + wins + wins / 2;
        System.out.printf(
                "reimport: %,d rows (%,d draws, %,d players, %,d units, %,d redemptions) applied at %,.0f rows/s "
                        + "and compared at %,.0f rows/s%n",
                rows,
                draws,
                players,
                wins,
                wins / 2,
                rows * 1e9 / (applied - begun),
                rows * 1e9 / (compared - applied));
        assertEquals(
                draws + " " + players + " " + wins + " " + wins / 2,
                fixture.here
                        .server()
                        .ask("SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM turntable.draw"
                                + " WHERE campaign_id = " + here
                                + "), (SELECT COUNT(*) FROM turntable.player WHERE campaign_id = " + here
                                + "), (SELECT COUNT(*) FROM turntable.prize_unit WHERE player_id IS NOT NULL AND "
                                + "prize_id = "
                                + ReimportFixture.prize(fixture.here, here, 1)
                                + "), (SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here + "))"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (java.io.IOException gone) {
            return gone.toString();
        }
    }

    @Test
    void anErrorIsOneSentenceAndNothingIsWritten() throws Exception {
        before(ANNA, 1, 1);
        String contents = ReimportFixture.contents(fixture.here);
        refused("takes writes", "apply", "--campaign", slug);
        fixture.makeOldReadOnly();
        refused(
                "is the database that nodes use",
                "apply",
                "--from",
                fixture.here.server().address().replace("127.0.0.1", "localhost"));
        refused("does not answer at 127.0.0.1:1", "apply", "--from", "127.0.0.1:1");
        refused("is not address:port", "compare", "--from", "nowhere");
        refused("there is no campaign absent in the stranded database", "apply", "--campaign", "absent");
        fixture.here.server().execute("UPDATE turntable.campaign SET slug = 'renamed' WHERE slug = '" + slug + "'");
        refused(
                "campaign " + slug + " is not in the new database: load its definition there",
                "apply",
                "--campaign",
                slug);
        fixture.here
                .server()
                .execute(
                        "UPDATE turntable.campaign SET slug = '" + slug + "' WHERE slug = 'renamed'",
                        "UPDATE turntable.prize SET name = '别的' WHERE campaign_id = " + here + " AND position = 2");
        refused("has no prize 手表 in the new database", "apply", "--campaign", slug);
        fixture.here
                .server()
                .execute("UPDATE turntable.prize SET name = '手表' WHERE campaign_id = " + here + " AND position = 2");
        Path wrong = Files.writeString(fixture.folder().resolve("wrong.password"), "not-the-one\n");
        refused("does not answer", "compare", "--campaign", slug, "--from-password-file", wrong.toString());
        assertFalse(fixture.err.contains("not-the-one"), fixture.err);
        refused("there is no conflict 999999", "decide", "999999", "--as", "own");
        Path odd = Files.writeString(fixture.folder().resolve("odd.txt"), "17 own\n18 perhaps\n");
        refused("odd.txt line 2 is not a conflict's number", "decide", "--file", odd.toString());
        assertEquals(ExitCode.USAGE, fixture.reimport("decide", "17", "--as", "perhaps"));
        assertEquals(ExitCode.USAGE, fixture.reimport("decide"));
        assertEquals(ExitCode.USAGE, fixture.reimport("apply", "--rows", "0"));
        try (Connection other = fixture.here.pool().getConnection();
                Statement statement = other.createStatement()) {
            statement.execute("SELECT GET_LOCK('turntable.reimport', 0)");
            refused("another reimport into this database is running", "apply", "--campaign", slug);
            statement.execute("SELECT RELEASE_ALL_LOCKS()");
        }
        assertEquals(contents, ReimportFixture.contents(fixture.here));
    }

    private void refused(String sentence, String... words) throws Exception {
        assertEquals(ExitCode.FAILED, fixture.reimport(words), fixture.out);
        assertTrue(fixture.err.contains(sentence), fixture.err);
        assertEquals(1, fixture.err.lines().count(), fixture.err);
    }

    @Test
    void withoutRedisTheRunStaysOpenAndTheNextOneRecounts() throws Exception {
        fixture.here
                .server()
                .execute("INSERT INTO turntable.draw_epoch VALUES (" + here + ", 1, '" + fixture.redis.info("run_id")
                        + "', UTC_TIMESTAMP(3))");
        fixture.redis.command("HSET", "tt:{" + here + "}:head", "epoch", "1", "plan", "1");
        ShownDraw shown = before(ANNA, 1, 1);
        fixture.redis.stop();
        try {
            assertEquals(ExitCode.FAILED, apply());
            assertTrue(fixture.err.contains("Redis did not recount campaign " + slug), fixture.err);
        } finally {
            fixture.redis.start();
        }
        assertEquals(shown.ordinal(), unit(ANNA, 1), "what is in the database stays");
        assertEquals(0, apply(), fixture.err);
        assertEquals(
                "1",
                fixture.redis.command(
                        "HGET",
                        "tt:{" + here + "}:taken",
                        Integer.toString(ReimportFixture.prize(fixture.here, here, 1))));
        assertNotEquals("1", fixture.redis.command("HGET", "tt:{" + here + "}:head", "epoch"));
    }

    @Test
    void tablesThatAreNotImportedAreListed() throws Exception {
        fixture.old
                .server()
                .execute("INSERT INTO turntable.expected_wave (at, note, by_whom) VALUES ('2026-10-01', 'a wave', "
                        + "'Li Na')");
        fixture.makeOldReadOnly();
        fixture.reimport("compare", "--campaign", slug);
        assertTrue(
                fixture.out
                        .lines()
                        .anyMatch(line ->
                                line.matches(" *expected_wave +1 +rows there, 0 here: not imported by this tool")),
                fixture.out);
        assertFalse(fixture.out.contains("flyway"), fixture.out);
    }
}
