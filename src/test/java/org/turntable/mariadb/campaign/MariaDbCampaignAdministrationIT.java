package org.turntable.mariadb.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.CampaignAdministration.RefusedException;
import org.turntable.campaign.CampaignState;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.TestCampaigns;
import org.turntable.outage.DatabaseUnavailableException;

class MariaDbCampaignAdministrationIT {
    private static final Instant NOW = Instant.parse("2026-09-30T08:00:00.5Z");
    private static final AtomicInteger SLUGS = new AtomicInteger();
    private static MigratedDatabase database;
    private static MariaDbCampaignAdministration campaigns;

    private final String slug = "campaign-" + SLUGS.incrementAndGet();

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
        campaigns = new MariaDbCampaignAdministration(database.pool());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void aTransitionIsRecordedAndIncreasesThePlanVersion() throws Exception {
        int id = campaigns.create(TestCampaigns.of(slug, 3));
        campaigns.changeState(slug, CampaignState.SCHEDULED, " Wang Li ", "审核通过", NOW);

        assertEquals(2, campaigns.find(slug).orElseThrow().planVersion());
        assertEquals(
                "draft scheduled Wang Li 审核通过 2026-09-30 08:00:00.500",
                database.server()
                        .ask("SELECT CONCAT_WS(' ', from_state, to_state, by_whom, reason, at) FROM "
                                + "turntable.campaign_transition WHERE campaign_id = "
                                + id));
    }

    @Test
    void onlyAllowedTransitionsOfAllTwentyFiveAreMade() throws Exception {
        campaigns.create(TestCampaigns.of(slug, 1));
        for (CampaignState from : CampaignState.values()) {
            for (CampaignState to : CampaignState.values()) {
                database.server()
                        .execute("UPDATE turntable.campaign SET state = '" + from.word() + "' WHERE slug = '" + slug
                                + "'");
                if (from.mayBecome(to)) {
                    campaigns.changeState(slug, to, "me", null, NOW);
                } else {
                    RefusedException refused = assertThrows(
                            RefusedException.class, () -> campaigns.changeState(slug, to, "me", null, NOW));
                    assertTrue(
                            refused.getMessage().contains("is " + from.word() + " and cannot become " + to.word()),
                            refused.getMessage());
                }
                assertEquals(
                        from.mayBecome(to) ? to : from,
                        campaigns.find(slug).orElseThrow().state());
            }
        }
    }

    @Test
    void ofTwentyOperatorsWhoOpenAtTheSameTimeOneSucceeds() throws Exception {
        int id = campaigns.create(TestCampaigns.of(slug, 1));
        campaigns.changeState(slug, CampaignState.SCHEDULED, "me", null, NOW);
        ExecutorService operators = Executors.newFixedThreadPool(5);
        try {
            Callable<Boolean> open = () -> {
                try {
                    campaigns.changeState(slug, CampaignState.OPEN, "me", null, NOW);
                    return true;
                } catch (RefusedException | DatabaseUnavailableException tooLate) {
                    return false;
                }
            };
            int opened = 0;
            for (Future<Boolean> one : operators.invokeAll(new ArrayList<>(Collections.nCopies(20, open)))) {
                opened += one.get() ? 1 : 0;
            }
            assertEquals(1, opened);
        } finally {
            operators.shutdown();
        }
        assertEquals(
                "1",
                database.server()
                        .ask("SELECT COUNT(*) FROM turntable.campaign_transition WHERE to_state = 'open' AND "
                                + "campaign_id = "
                                + id));
        assertEquals(3, campaigns.find(slug).orElseThrow().planVersion());
    }

    @Test
    void aTransitionWithoutAnAuthorOrOfAnUnknownCampaignIsRefused() throws Exception {
        campaigns.create(TestCampaigns.of(slug, 1));
        assertThrows(
                RefusedException.class, () -> campaigns.changeState(slug, CampaignState.SCHEDULED, " ", null, NOW));
        assertThrows(
                RefusedException.class,
                () -> campaigns.changeState(slug, CampaignState.SCHEDULED, "me", "x".repeat(201), NOW));
        assertThrows(
                RefusedException.class,
                () -> campaigns.changeState("nowhere", CampaignState.SCHEDULED, "me", null, NOW));
    }

    @Test
    void textThatNoSlugCanBeIsNoCampaignAndNoFailureOfTheDatabase() throws Exception {
        for (String text : List.of("\u202egnp.exe", "春天", "a\u0000", "' OR 1=1", "", "x".repeat(70_000))) {
            assertEquals(Optional.empty(), campaigns.find(text), text);
            assertThrows(
                    RefusedException.class,
                    () -> campaigns.changeState(text, CampaignState.OPEN, "test", "reason", NOW));
        }
    }

    @Test
    void aSlugIsUnique() throws Exception {
        campaigns.create(TestCampaigns.of(slug, 1));
        RefusedException refused =
                assertThrows(RefusedException.class, () -> campaigns.create(TestCampaigns.of(slug, 1)));
        assertTrue(refused.getMessage().contains(slug), refused.getMessage());
    }

    @Test
    void aCampaignIsCreatedAtomically() {
        database.server().execute("""
                CREATE TRIGGER turntable.no_third_unit BEFORE INSERT ON turntable.prize_unit FOR EACH ROW
                IF NEW.ordinal = 3 THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'the disk is full'; END IF""");
        try {
            assertThrows(DatabaseUnavailableException.class, () -> campaigns.create(TestCampaigns.of(slug, 5)));
        } finally {
            database.server().execute("DROP TRIGGER turntable.no_third_unit");
        }
        assertEquals("0", database.server().ask("SELECT COUNT(*) FROM turntable.campaign WHERE slug = '" + slug + "'"));
        assertEquals(
                "0",
                database.server().ask("SELECT COUNT(*) FROM turntable.prize_unit WHERE code LIKE '" + slug + "-%'"));
    }

    @Test
    void unitsBeyondOneStatementAllHaveTheirCode() throws Exception {
        int id = campaigns.create(TestCampaigns.of(slug, 2_345));
        assertEquals("2345 1 2345 2345", database.server().ask("""
                SELECT CONCAT_WS(' ', COUNT(*), MIN(ordinal), MAX(ordinal), SUM(code = CONCAT('%s-', ordinal)))
                FROM turntable.prize_unit JOIN turntable.prize ON prize.id = prize_id WHERE campaign_id = %d AND position = 1""".formatted(slug, id)));
    }

    @Test
    void freeUnitsAreFoundWithoutReadingWonOnes() throws Exception {
        int id = campaigns.create(TestCampaigns.of(slug, 20_000));
        String prizeId =
                database.server().ask("SELECT id FROM turntable.prize WHERE position = 1 AND campaign_id = " + id);
        database.server()
                .execute(
                        "UPDATE turntable.prize_unit SET player_id = UNHEX(MD5(ordinal)), draw_number = 1, "
                                + "awarded_at = UTC_TIMESTAMP(3) "
                                + "WHERE ordinal <= 15000 AND prize_id = " + prizeId,
                        "ANALYZE TABLE turntable.prize_unit");
        try (Connection connection = database.server().root();
                Statement statement = connection.createStatement()) {
            statement.execute("FLUSH STATUS");
            List<Integer> ordinals = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(
                    "SELECT ordinal FROM turntable.prize_unit FORCE INDEX (free_units) WHERE prize_id = " + prizeId
                            + " AND player_id IS NULL AND draw_number IS NULL ORDER BY ordinal LIMIT 3 FOR UPDATE "
                            + "SKIP LOCKED")) {
                while (rows.next()) {
                    ordinals.add(rows.getInt(1));
                }
            }
            assertEquals(List.of(15_001, 15_002, 15_003), ordinals);
            assertTrue(
                    sessionStatus(statement, "Handler_read%") <= 4,
                    "rows read: " + sessionStatus(statement, "Handler_read%"));
            assertEquals(0, sessionStatus(statement, "Sort_rows"));
        }
    }

    @Test
    void theConstraintsOfTheTablesRejectInvalidRows() throws Exception {
        int id = campaigns.create(TestCampaigns.of(slug, 3));
        String prize = "(SELECT id FROM prize WHERE position = 1 AND campaign_id = " + id + ")";
        refuses("UPDATE prize_unit SET player_id = 'x' WHERE ordinal = 1 AND prize_id = " + prize);
        refuses("UPDATE prize_unit SET code = '" + slug + "-1' WHERE ordinal = 2 AND prize_id = " + prize);
        refuses("UPDATE prize_unit SET player_id = 'x', draw_number = 1, awarded_at = NOW(3) WHERE ordinal IN (1, "
                + "2) AND prize_id = "
                + prize);
        refuses("INSERT INTO draw VALUES (1, 'x', 0, NOW(3), NULL, NULL)");
        refuses("INSERT INTO draw VALUES (1, 'x', 1, NOW(3), NULL, 5)");
        refuses("UPDATE campaign SET closes_at = opens_at WHERE id = " + id);
        refuses("UPDATE campaign SET chances_per_day = 0 WHERE id = " + id);
        refuses("UPDATE campaign SET slug = 'Not A Path' WHERE id = " + id);
        refuses("UPDATE campaign_release SET share_ppm = 1000001 WHERE campaign_id = " + id);
        refuses("DELETE FROM campaign WHERE id = " + id);
    }

    private static void refuses(String sql) throws SQLException {
        try (Connection connection = database.pool().getConnection();
                Statement statement = connection.createStatement()) {
            SQLException refused = assertThrows(SQLException.class, () -> statement.execute(sql), sql);
            assertTrue(String.valueOf(refused.getSQLState()).startsWith("23"), sql + ": " + refused);
        }
    }

    private static long sessionStatus(Statement statement, String name) throws SQLException {
        long sum = 0;
        try (ResultSet rows = statement.executeQuery("SHOW SESSION STATUS LIKE '" + name + "'")) {
            while (rows.next()) {
                sum += rows.getLong(2);
            }
        }
        return sum;
    }
}
