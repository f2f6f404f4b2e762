package org.turntable.mariadb.campaign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.Prize;
import org.turntable.campaign.PrizeKind;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.TestCampaigns;
import org.turntable.mariadb.pool.CountingPool;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.outage.DatabaseUnavailableException;

class MariaDbCampaignsIT {
    private static MigratedDatabase database;
    private MariaDbCampaignAdministration administration;
    private MariaDbCampaigns campaigns;

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @BeforeEach
    void emptyTables() {
        for (String table : List.of(
                "campaign_theme_value",
                "campaign_theme",
                "campaign_rules",
                "rehearsal",
                "campaign_transition",
                "prize_unit",
                "prize_release",
                "prize",
                "campaign_release",
                "campaign")) {
            database.server().execute("DELETE FROM turntable." + table);
        }
        administration = new MariaDbCampaignAdministration(database.pool());
        campaigns = new MariaDbCampaigns(database.pool());
    }

    @Test
    void aDefinedCampaignIsReadBackUnchanged() throws Exception {
        int id = administration.create(TestCampaigns.of("autumn", 2_500));
        administration.changeState("autumn", CampaignState.SCHEDULED, "me", null, Instant.now());
        Campaign campaign = campaigns.published().get(0);

        assertEquals(id, campaign.id());
        assertEquals("秋游 🍁", campaign.name().chinese());
        assertEquals("Autumn", campaign.name().english());
        assertNull(campaign.organiser().english());
        assertEquals(ZoneId.of("Asia/Shanghai"), campaign.zone());
        assertEquals(TestCampaigns.OPENS, campaign.opensAt());
        assertEquals(TestCampaigns.OPENS.plus(7, ChronoUnit.DAYS), campaign.closesAt());
        assertEquals(CampaignState.SCHEDULED, campaign.state());
        assertEquals(3, campaign.chancesPerDay());
        assertEquals(12, campaign.chancesInAll());
        assertEquals(1_000, campaign.odds().base());
        assertEquals(2, campaign.planVersion());
        Prize coupon = campaign.prizes().get(0);
        Prize watch = campaign.prizes().get(1);
        assertEquals(2_500, coupon.stock());
        assertEquals(PrizeKind.COUPON, coupon.kind());
        assertEquals(TestCampaigns.LINE, coupon.release());
        assertNull(coupon.releaseReason());
        assertEquals(2, watch.stock());
        assertEquals(1, watch.perPlayerLimit());
        assertEquals(TestCampaigns.OWN_LINE, watch.release());
        assertEquals("the sponsor delivers on the second day", watch.releaseReason());
    }

    @Test
    void timesAreUtcInAnyTimeZoneOfTheJvm() throws Exception {
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            administration.create(TestCampaigns.of("autumn", 1));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            assertEquals(
                    TestCampaigns.OPENS,
                    administration.find("autumn").orElseThrow().opensAt());
            assertEquals(
                    "2026-10-01 02:00:00.123",
                    database.server().ask("SELECT CAST(opens_at AS CHAR) FROM turntable.campaign"));
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void draftsAreNotPublished() throws Exception {
        administration.create(TestCampaigns.of("autumn", 1));
        assertEquals(List.of(), campaigns.published());
    }

    @Test
    void severalCampaignsKeepTheirPrizesApart() throws Exception {
        for (String slug : List.of("one", "two", "three")) {
            administration.create(TestCampaigns.of(slug, slug.length()));
            administration.changeState(slug, CampaignState.SCHEDULED, "me", null, Instant.now());
        }
        assertEquals(
                List.of(3L, 3L, 5L),
                campaigns.published().stream()
                        .map(campaign -> campaign.prizes().get(0).stock())
                        .toList());
    }

    @Test
    void anUnchangedPlanIsOneStatementAndAChangedOneIsReadAgain() throws Exception {
        administration.create(TestCampaigns.of("autumn", 5));
        administration.changeState("autumn", CampaignState.SCHEDULED, "me", null, Instant.now());
        CountingPool counting = new CountingPool(database.pool());
        MariaDbCampaigns counted = new MariaDbCampaigns(counting.dataSource());
        counted.published();
        counting.runs().clear();
        counted.published();
        assertEquals(List.of(StatementBudget.CAMPAIGN_VERSIONS), statements(counting));

        administration.changeState("autumn", CampaignState.OPEN, "me", null, Instant.now());
        counting.runs().clear();
        assertEquals(CampaignState.OPEN, counted.published().get(0).state());
        assertEquals(6, statements(counting).size(), "the versions, and five statements for all campaigns together");
    }

    @Test
    void aCampaignThatBecomesADraftAgainIsRemoved() throws Exception {
        administration.create(TestCampaigns.of("autumn", 5));
        administration.changeState("autumn", CampaignState.SCHEDULED, "me", null, Instant.now());
        assertEquals(1, campaigns.published().size());
        administration.changeState("autumn", CampaignState.DRAFT, "me", null, Instant.now());
        assertEquals(0, campaigns.published().size());
    }

    @Test
    void inconsistentRowsKeepTheOldPlans() throws Exception {
        administration.create(TestCampaigns.of("autumn", 5));
        administration.changeState("autumn", CampaignState.SCHEDULED, "me", null, Instant.now());
        database.server().execute("UPDATE turntable.prize SET weight = 5000");
        assertThrows(DatabaseUnavailableException.class, campaigns::published);
    }

    private static List<StatementBudget> statements(CountingPool counting) {
        return counting.runs().stream().map(CountingPool.Run::budget).toList();
    }
}
