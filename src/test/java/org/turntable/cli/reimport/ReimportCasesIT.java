package org.turntable.cli.reimport;

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
import org.turntable.cli.common.ExitCode;
import org.turntable.cli.reimport.ReimportWorld.Told;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.player.PlayerId;
import org.turntable.stack.Await;
import org.turntable.stack.OpsTool;

/** The single cases of a reimport, and what is in its way. */
class ReimportCasesIT {
    private static final PlayerId ANNA = player(1);
    private static final PlayerId BERT = player(2);
    private static final PlayerId CARL = player(3);
    private static final long MONDAY = 1_790_000_000_000L;
    private static final long TUESDAY = MONDAY + 86_400_000;

    private static ReimportWorld world;
    private static int lastCampaign;
    private String slug;
    private int there;
    private int here;

    @BeforeAll
    static void start() {
        world = new ReimportWorld();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    /** What hangs on wins, on these servers. */
    @Nested
    class WhatHangsOnWins extends ReimportClaimCases {
        @Override
        ReimportWorld world() {
            return world;
        }
    }

    @BeforeEach
    void aCampaignInBoth() throws Exception {
        world.old.server().openAlone();
        slug = "case-" + ++lastCampaign;
        there = ReimportWorld.campaign(world.old, slug, 3, 1);
        here = ReimportWorld.campaign(world.here, slug, 3, 1);
    }

    private Told before(PlayerId who, int number, int prize) throws Exception {
        return ReimportWorld.draw(world.old, there, who, number, prize, MONDAY);
    }

    private Told after(PlayerId who, int number, int prize) throws Exception {
        return ReimportWorld.draw(world.here, here, who, number, prize, TUESDAY);
    }

    private int apply(String... more) throws Exception {
        world.strand();
        List<String> words = new ArrayList<>(List.of("apply", "--campaign", slug, "--pause", "0"));
        words.addAll(List.of(more));
        int exit = world.reimport(words.toArray(String[]::new));
        ReimportWorld.assertSound(world.here);
        return exit;
    }

    /** The open conflicts of this test's campaign. */
    private List<JsonNode> conflicts() throws Exception {
        world.reimport("conflicts", "--json");
        List<JsonNode> mine = new ArrayList<>();
        world.json().forEach(conflict -> {
            if (conflict.get("campaign").asText().equals(slug)) {
                mine.add(conflict);
            }
        });
        return mine;
    }

    private JsonNode onlyConflict(String kind) throws Exception {
        List<JsonNode> mine = conflicts();
        assertEquals(List.of(kind), mine.stream().map(conflict -> conflict.get("kind").asText()).toList());
        return mine.get(0);
    }

    private void decide(JsonNode conflict, String decision) throws Exception {
        assertEquals(0, world.reimport("decide", conflict.get("id").asText(), "--as", decision), world.err);
        world.reimport("settle");
        ReimportWorld.assertSound(world.here);
    }

    private int unit(PlayerId who, int number) {
        return ReimportWorld.unit(world.here, here, who, number);
    }

    @Test
    void aStrandedWinTakesItsOwnUnitWhileThatIsFree() throws Exception {
        before(ANNA, 1, 1);
        Told second = before(BERT, 1, 1);
        after(CARL, 1, 1);
        assertEquals(ReimportCommand.LEFT, apply(), world.err);
        assertEquals(second.ordinal(), unit(BERT, 1));
        assertEquals("unit_taken", onlyConflict("unit_taken").get("kind").asText());
        assertEquals(-1, unit(ANNA, 1), "a win in conflict is not told as a loss meanwhile");
    }

    @Test
    void aCodeIsTheSameThingWhateverItsOrdinal() throws Exception {
        slug = slug + "-other";
        there = ReimportWorld.campaign(world.old, slug, List.of("A", "B", "C"), 1);
        here = ReimportWorld.campaign(world.here, slug, List.of("C", "B", "A"), 1);
        assertEquals(1, before(ANNA, 1, 1).ordinal());
        assertEquals(0, apply(), world.err);
        assertEquals(3, unit(ANNA, 1), "she was shown code A");
        assertEquals(0, apply(), world.err);
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
    }

    @Test
    void aCodeThatIsNotHereIsAConflict() throws Exception {
        slug = slug + "-fresh";
        there = ReimportWorld.campaign(world.old, slug, List.of("A"), 1);
        here = ReimportWorld.campaign(world.here, slug, List.of("X", "Y"), 1);
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
    void aWinThatLostHereBecomesAWin() throws Exception {
        Told shown = before(ANNA, 1, 2);
        after(ANNA, 1, 0);
        assertEquals(ReimportCommand.LEFT, apply());
        JsonNode conflict = onlyConflict("lost_here");
        assertEquals("own", conflict.get("proposal").asText());
        decide(conflict, "own");
        assertEquals(shown.ordinal(), unit(ANNA, 1));
        assertEquals(List.of(), conflicts());
    }

    @Test
    void aWinWhoseNumberWonSomethingElseComesUnderTheNextNumberAndBothAreKept() throws Exception {
        before(ANNA, 1, 2);
        Told other = after(ANNA, 1, 1);
        after(ANNA, 2, 0);
        assertEquals(ReimportCommand.LEFT, apply());
        decide(onlyConflict("won_otherwise"), "own");
        assertEquals(other.ordinal(), unit(ANNA, 1));
        assertEquals(1, unit(ANNA, 3), "the watch");
        assertEquals(List.of(), conflicts());
    }

    @Test
    void aSwapGivesTheUnitToWhoRedeemedItAndAnotherToWhoHasItHere() throws Exception {
        Told shown = before(ANNA, 1, 1);
        assertEquals(shown.ordinal(), after(BERT, 1, 1).ordinal());
        assertEquals(ReimportCommand.LEFT, apply(), world.err);
        decide(onlyConflict("unit_taken"), "swap");
        assertEquals(shown.ordinal(), unit(ANNA, 1));
        assertEquals(3, unit(BERT, 1), "the last one that is free");
        assertEquals("1 3",
                world.here.server().ask("SELECT GROUP_CONCAT(unit_ordinal ORDER BY id SEPARATOR ' ') FROM turntable.reimport_win WHERE campaign_id = "
                + here));
    }

    @Test
    void whatIsRedeemedHereIsNotSwappedAway() throws Exception {
        Told shown = before(ANNA, 1, 1);
        after(BERT, 1, 1);
        world.here.server().execute("INSERT IGNORE INTO turntable.verifier (id, name, store, password_hash, created_at, created_by) VALUES (1, 'shop', 'shop', 'x', UTC_TIMESTAMP(3), 'test')",
                "INSERT INTO turntable.redemption VALUES (" + here + ", UNHEX('" + ReimportWorld.hex(BERT) + "'), 1, "
                + ReimportWorld.prize(world.here, here, 1) + ", "
                        + shown.ordinal() + ", UNHEX('" + "09".repeat(16) + "'), 1, 'shop', UTC_TIMESTAMP(3))");
        assertEquals(ReimportCommand.LEFT, apply(), world.err);
        decide(onlyConflict("unit_taken"), "swap");
        assertTrue(onlyConflict("unit_taken").get("trouble").asText().contains("has redeemed it here already"), world.out);
        assertEquals(shown.ordinal(), unit(BERT, 1));
        decide(onlyConflict("unit_taken"), "another");
        assertEquals(3, unit(ANNA, 1));
    }

    @Test
    void whatIsDroppedStandsAsALossAndWhoDecidedItIsKept() throws Exception {
        before(ANNA, 1, 1);
        after(BERT, 1, 1);
        assertEquals(ReimportCommand.LEFT, apply(), world.err);
        decide(onlyConflict("unit_taken"), "drop");
        assertEquals(0, unit(ANNA, 1));
        assertEquals("drop Zhao Min the night of the wave", world.here.server().ask(
                "SELECT CONCAT_WS(' ', decision, decided_by, decided_reason) FROM turntable.reimport_conflict WHERE settled_at IS NOT NULL AND campaign_id = " + here));
        assertEquals(0, apply("--dry-run"), "a dropped win is settled, not missing");
    }

    @Test
    void nothingIsProposedOfWhichTooLittleIsThereAndNothingIsOversold() throws Exception {
        for (int i = 1; i <= 3; i++) {
            before(player(10 + i), 1, 1);
            if (i < 3) {
                after(player(20 + i), 1, 1);
            }
        }
        // Two of the three units are gone, and the third one's own winner is brought in at once.
        assertEquals(ReimportCommand.LEFT, apply());
        assertEquals(List.of("null", "null"), conflicts().stream().map(conflict -> conflict.get("proposal").asText("null")).toList());
        assertEquals(0, world.reimport("decide", conflicts().get(0).get("id").asText(), "--as", "another"));
        assertEquals(ReimportCommand.LEFT, world.reimport("settle"));
        assertTrue(conflicts().get(0).get("trouble").asText().contains("no unit of the prize is free"));
        world.here.server().execute("INSERT INTO turntable.prize_unit (prize_id, ordinal) VALUES (" + ReimportWorld.prize(world.here, here,
                1) + ", 4)");
        world.reimport("settle");
        assertEquals(4, unit(player(11), 1), "what could not be carried out is tried again");
        assertEquals(1, conflicts().size());
    }

    @Test
    void whatADamagedDatabaseSaysTwiceIsLeftToAPerson() throws Exception {
        before(ANNA, 1, 1);
        before(BERT, 1, 1);
        int prize = ReimportWorld.prize(world.old, there, 1);
        world.old.server().execute("UPDATE turntable.prize_unit SET player_id = NULL, draw_number = NULL, awarded_at = NULL WHERE prize_id = " + prize
                + " AND ordinal = 1",
                "DELETE FROM turntable.draw WHERE campaign_id = " + there + " AND player_id = UNHEX('" + ReimportWorld.hex(BERT) + "')");
        assertEquals(ReimportCommand.LEFT, apply());
        assertEquals(List.of("inconsistent", "inconsistent"), conflicts().stream().map(conflict -> conflict.get("kind").asText()).toList());
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
    void aRunThatIsKilledGoesOnWhereItWasWhileNodesGoOnDrawing() throws Exception {
        slug = slug + "-large";
        int wins = 400;
        there = ReimportWorld.campaign(world.old, slug, 1_200, 1);
        here = ReimportWorld.campaign(world.here, slug, 1_200, 1);
        fill(world.old, there, wins, 4_000);
        world.old.server().execute("USE turntable", "INSERT INTO verifier (name, store, password_hash, created_at, created_by) VALUES ('" + slug
                + "', 'shop', 'x', UTC_TIMESTAMP(3), 'test')",
                "INSERT INTO redemption SELECT campaign_id, player_id, number, prize_id, unit_ordinal, player_id,"
                + " (SELECT id FROM verifier WHERE name = '" + slug
                + "'), 'shop', UTC_TIMESTAMP(3) FROM draw WHERE unit_ordinal IS NOT NULL AND campaign_id = " + there);
        world.strand();
        AtomicBoolean done = new AtomicBoolean();
        List<Told> told = new ArrayList<>();
        CompletableFuture<Void> nodes = CompletableFuture.runAsync(() -> {
            for (int i = 0; !done.get() || i < 200; i++) {
                try {
                    told.add(after(player(1_000_000 + i), 1, i % 3 == 0 ? 1 : 0));
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            }
        });
        String begun = "SELECT COUNT(*) FROM turntable.draw WHERE campaign_id = " + here
                + " AND player_id < UNHEX('000F0000000000000000000000000000')";
        try {
            Path output = world.folder().resolve("killed.log");
            Process run = OpsTool.start(world.config(), output, "reimport", "apply", "--from", world.old.server().address(), "--campaign", slug,
                    "--by", "Zhao Min", "--reason", "killed", "--rows", "20", "--pause", "30");
            Await.until("some draws were brought over", Duration.ofSeconds(60),
                    () -> Integer.parseInt(world.here.server().ask(begun)) > 150 || !run.isAlive());
            assertTrue(run.isAlive(), () -> read(output));
            run.destroyForcibly().waitFor();
            int brought = Integer.parseInt(world.here.server().ask(begun));
            assertTrue(brought < 4_000);
            ReimportWorld.assertSound(world.here);
            String position = world.here.server().ask("SELECT position FROM turntable.reimport_run WHERE source LIKE '%" + slug + "'");
            assertEquals(world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_win WHERE campaign_id = " + here),
                    world.here.server().ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here),
                    "no win came without its redemption");
            assertTrue(position.matches("(wins|draws) " + here + " \\d+ .+"), "it knows where it came to: " + position);

            world.reimport("apply", "--campaign", slug, "--pause", "0");
            assertTrue(world.err.contains("Goes on with run "), world.err);
            assertEquals("1", world.here.server().ask("SELECT COUNT(*) FROM turntable.reimport_run WHERE source LIKE '%" + slug + "'"));
        } finally {
            done.set(true);
            nodes.join();
        }
        ReimportWorld.assertSound(world.here);
        int conflicts = conflicts().size();
        assertEquals(4_000 - conflicts, Integer.parseInt(world.here.server().ask(begun)), "every draw is there, or laid before a person");
        assertEquals("4000",
                world.here.server().ask("SELECT SUM(number) + " + conflicts
                + " FROM turntable.reimport_count WHERE what IN ('wins', 'losses') AND campaign_id = "
                + here), "and counted once, across the kill");
        assertEquals(Integer.toString(wins - conflicts),
                world.here.server().ask("SELECT COUNT(*) FROM turntable.redemption WHERE campaign_id = " + here));
        for (Told one : told) {
            assertEquals(one.ordinal(), unit(one.player(), 1), one::toString);
        }
        assertEquals(conflicts == 0 ? 0 : ReimportCommand.LEFT, world.reimport("compare", "--campaign", slug), world.out);
    }

    /** Many draws at once, each a player's first; the first ones win coupons in the order of their ordinals. */
    private static void fill(MigratedDatabase database, int campaignId, int wins, int draws) throws Exception {
        int prize = ReimportWorld.prize(database, campaignId, 1);
        try (Connection connection = database.pool().getConnection(); Statement statement = connection.createStatement()) {
            for (int i = 1; i <= draws; i++) {
                String hex = ReimportWorld.hex(player(1_000 + i));
                statement.addBatch("INSERT INTO draw VALUES (" + campaignId + ", UNHEX('" + hex + "'), 1, '2026-10-01 02:00:00.5', "
                        + (i <= wins ? prize + ", " + i : "NULL, NULL") + ")");
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

    /** Its size is a setting: {@code -Dreimport.draws=1000000} tells how long a reimport takes, see mariadb/README.md. */
    @Test
    void aWholeCampaignComesOverAndHowFastIsTold() throws Exception {
        slug = slug + "-whole";
        int draws = Integer.getInteger("reimport.draws", 4_000);
        int players = draws / 4;
        int wins = draws / 100;
        there = ReimportWorld.campaign(world.old, slug, wins, 1);
        here = ReimportWorld.campaign(world.here, slug, wins, 1);
        int coupon = ReimportWorld.prize(world.old, there, 1);
        String player = "UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0'))";
        List<String> filling = new ArrayList<>(List.of("USE turntable",
                "INSERT INTO player SELECT " + there + ", " + player + ", '2026-10-01 02:00:00' FROM seq_1_to_" + players,
                "UPDATE prize_unit SET player_id = " + player.replace("seq", "ordinal")
                + ", draw_number = 1, awarded_at = '2026-10-01 02:00:01' WHERE prize_id = "
                        + coupon));
        for (int number = 1; number <= 4; number++) {
            String won = number == 1 ? "IF(seq <= " + wins + ", " + coupon + ", NULL), IF(seq <= " + wins + ", seq, NULL)" : "NULL, NULL";
            filling.add("INSERT INTO draw SELECT " + there + ", " + player + ", " + number + ", '2026-10-01 02:00:00', " + won + " FROM seq_1_to_"
                    + players);
        }
        filling.add("INSERT IGNORE INTO verifier (name, store, password_hash, created_at, created_by) VALUES ('whole', 'shop', 'x', UTC_TIMESTAMP(3), 'test')");
        filling.add("INSERT INTO redemption SELECT campaign_id, player_id, number, prize_id, unit_ordinal, player_id, (SELECT id FROM verifier WHERE name = 'whole'),"
                + " 'shop', UTC_TIMESTAMP(3) FROM draw WHERE unit_ordinal % 2 AND campaign_id = " + there);
        world.old.server().execute(filling.toArray(String[]::new));
        long begun = System.nanoTime();
        assertEquals(0, apply(), world.err);
        long applied = System.nanoTime();
        assertEquals(0, world.reimport("compare", "--campaign", slug), world.out);
        long compared = System.nanoTime();
        long rows = draws + players + wins + wins / 2;
        System.out.printf("reimport: %,d rows (%,d draws, %,d players, %,d units, %,d redemptions) applied at %,.0f rows/s and compared at %,.0f rows/s%n", rows, draws,
                players, wins, wins / 2, rows * 1e9 / (applied - begun), rows * 1e9 / (compared - applied));
        assertEquals(draws + " " + players + " " + wins + " " + wins / 2,
                world.here.server().ask("SELECT CONCAT_WS(' ', (SELECT COUNT(*) FROM turntable.draw"
                + " WHERE campaign_id = " + here + "), (SELECT COUNT(*) FROM turntable.player WHERE campaign_id = " + here
                + "), (SELECT COUNT(*) FROM turntable.prize_unit WHERE player_id IS NOT NULL AND prize_id = "
                + ReimportWorld.prize(world.here, here, 1)
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
    void whatIsInTheWayIsOneSentenceAndNothingIsWritten() throws Exception {
        before(ANNA, 1, 1);
        String contents = ReimportWorld.contents(world.here);
        refused("takes writes", "apply", "--campaign", slug);
        world.strand();
        refused("is the database that nodes use", "apply", "--from", world.here.server().address().replace("127.0.0.1", "localhost"));
        refused("does not answer at 127.0.0.1:1", "apply", "--from", "127.0.0.1:1");
        refused("is not address:port", "compare", "--from", "nowhere");
        refused("there is no campaign absent in the stranded database", "apply", "--campaign", "absent");
        world.here.server().execute("UPDATE turntable.campaign SET slug = 'renamed' WHERE slug = '" + slug + "'");
        refused("campaign " + slug + " is not in the new database: load its definition there", "apply", "--campaign", slug);
        world.here.server().execute("UPDATE turntable.campaign SET slug = '" + slug + "' WHERE slug = 'renamed'",
                "UPDATE turntable.prize SET name = '别的' WHERE campaign_id = " + here + " AND position = 2");
        refused("has no prize 手表 in the new database", "apply", "--campaign", slug);
        world.here.server().execute("UPDATE turntable.prize SET name = '手表' WHERE campaign_id = " + here + " AND position = 2");
        Path wrong = Files.writeString(world.folder().resolve("wrong.password"), "not-the-one\n");
        refused("does not answer", "compare", "--campaign", slug, "--from-password-file", wrong.toString());
        assertFalse(world.err.contains("not-the-one"), world.err);
        refused("there is no conflict 999999", "decide", "999999", "--as", "own");
        Path odd = Files.writeString(world.folder().resolve("odd.txt"), "17 own\n18 perhaps\n");
        refused("odd.txt line 2 is not a conflict's number", "decide", "--file", odd.toString());
        assertEquals(ExitCode.USAGE, world.reimport("decide", "17", "--as", "perhaps"));
        assertEquals(ExitCode.USAGE, world.reimport("decide"));
        assertEquals(ExitCode.USAGE, world.reimport("apply", "--rows", "0"));
        try (Connection other = world.here.pool().getConnection(); Statement statement = other.createStatement()) {
            statement.execute("SELECT GET_LOCK('turntable.reimport', 0)");
            refused("somebody else is at it", "apply", "--campaign", slug);
            statement.execute("SELECT RELEASE_ALL_LOCKS()");
        }
        assertEquals(contents, ReimportWorld.contents(world.here));
    }

    private void refused(String sentence, String... words) throws Exception {
        assertEquals(ExitCode.FAILED, world.reimport(words), world.out);
        assertTrue(world.err.contains(sentence), world.err);
        assertEquals(1, world.err.lines().count(), world.err);
    }

    @Test
    void withoutRedisTheRunIsNotDoneAndTheNextOneLetsItCount() throws Exception {
        world.here.server().execute("INSERT INTO turntable.draw_epoch VALUES (" + here + ", 1, '" + world.redis.info("run_id")
                + "', UTC_TIMESTAMP(3))");
        world.redis.command("HSET", "tt:{" + here + "}:head", "epoch", "1", "plan", "1");
        Told shown = before(ANNA, 1, 1);
        world.redis.stop();
        try {
            assertEquals(ExitCode.FAILED, apply());
            assertTrue(world.err.contains("Redis does not count anew in campaign " + slug), world.err);
        } finally {
            world.redis.start();
        }
        assertEquals(shown.ordinal(), unit(ANNA, 1), "what is in the database stays");
        assertEquals(0, apply(), world.err);
        assertEquals("1", world.redis.command("HGET", "tt:{" + here + "}:taken", Integer.toString(ReimportWorld.prize(world.here, here, 1))));
        assertNotEquals("1", world.redis.command("HGET", "tt:{" + here + "}:head", "epoch"));
    }

    @Test
    void tablesThatAreNotBroughtOverAreNamed() throws Exception {
        world.old.server().execute("INSERT INTO turntable.expected_wave (at, note, by_whom) VALUES ('2026-10-01', 'a wave', 'Li Na')");
        world.strand();
        world.reimport("compare", "--campaign", slug);
        assertTrue(world.out.lines().anyMatch(line -> line.matches(" *expected_wave +1 +rows there, 0 here: not brought over by this tool")),
                world.out);
        assertFalse(world.out.contains("flyway"), world.out);
    }
}
