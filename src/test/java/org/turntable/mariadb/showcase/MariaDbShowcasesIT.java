package org.turntable.mariadb.showcase;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignAdministration.RefusedException;
import org.turntable.campaign.CampaignState;
import org.turntable.campaign.LocalizedText;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.TestCampaigns;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.showcase.Colour;
import org.turntable.showcase.Picture;
import org.turntable.showcase.RulesText;
import org.turntable.showcase.RulesVersion;
import org.turntable.showcase.Theme;
import org.turntable.showcase.ThemeColour;
import org.turntable.showcase.ThemeText;
import org.turntable.showcase.Winners;
import org.turntable.tool.mariadb.showcase.MariaDbShowcaseAdministration;

class MariaDbShowcasesIT {
    private static final Instant NOW = Instant.parse("2026-09-30T08:00:00.5Z");
    private static final LocalizedText NOTICE = new LocalizedText("增加 2 张优惠券", "Two more coupons");
    private static final AtomicInteger SLUGS = new AtomicInteger();
    private static MigratedDatabase database;
    private static MariaDbCampaignAdministration campaigns;
    private static MariaDbShowcaseAdministration pages;
    private static MariaDbShowcases showcases;

    private final String slug = "shown-" + SLUGS.incrementAndGet();

    @BeforeAll
    static void start() {
        database = new MigratedDatabase(true);
        campaigns = new MariaDbCampaignAdministration(database.pool());
        pages = new MariaDbShowcaseAdministration(database.pool());
        showcases = new MariaDbShowcases(database.pool());
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void theRulesArePublishedWhenTheCampaignIsScheduled() throws Exception {
        Campaign campaign = scheduled(3);
        RulesVersion frozen = rules().get(0);
        assertEquals(
                new RulesVersion(1, RulesText.of(campaign), RulesText.sha256(RulesText.of(campaign)), null, NOW),
                frozen);
        campaigns.changeState(slug, CampaignState.OPEN, "me", null, NOW);
        campaigns.changeState(slug, CampaignState.PAUSED, "me", null, NOW);
        assertEquals(List.of(frozen), rules(), "a pause publishes nothing");
    }

    @Test
    void scheduledAgainUnchangedRulesKeepTheirVersionAndChangedRulesGetTheNextOne() throws Exception {
        scheduled(3);
        campaigns.changeState(slug, CampaignState.DRAFT, "me", null, NOW);
        campaigns.changeState(slug, CampaignState.SCHEDULED, "me", null, NOW);
        assertEquals(1, rules().size());
        campaigns.changeState(slug, CampaignState.DRAFT, "me", null, NOW);
        database.server().execute("UPDATE turntable.campaign SET chances_per_day = 2 WHERE slug = '" + slug + "'");
        campaigns.changeState(slug, CampaignState.SCHEDULED, "me", null, NOW);
        assertEquals(List.of(2, 1), rules().stream().map(RulesVersion::number).toList());
        assertTrue(rules().get(0).notice() != null, "a change is never without a notice");
    }

    @Test
    void aChangeIsTheNextVersionWithItsNotice() throws Exception {
        int id = scheduled(3).id();
        long before = showcases.versions().get(id);
        assertEquals(
                "the rules of campaign " + slug + " are published already without a difference; nothing changed",
                assertThrows(RefusedException.class, () -> pages.amendRules(slug, NOTICE, null, "Wang", NOW))
                        .getMessage());
        assertEquals(2, pages.amendRules(slug, NOTICE, new LocalizedText("请到前台领取", "At the front desk"), "Wang", NOW));
        assertEquals(NOTICE, rules().get(0).notice());
        assertEquals(
                RulesText.of(campaigns.find(slug).orElseThrow()), rules().get(0).text());
        assertTrue(rules().get(0).text().contains("请到前台领取\nAt the front desk\n"));
        assertTrue(showcases.versions().get(id) > before, "every node notices");
    }

    @Test
    void aDraftAnUnknownCampaignAndAChangeWithoutNoticeAreRefused() throws Exception {
        campaigns.create(TestCampaigns.of(slug, 1));
        assertThrows(RefusedException.class, () -> pages.amendRules(slug, NOTICE, null, "Wang", NOW));
        assertThrows(RefusedException.class, () -> pages.amendRules("nobody-s", NOTICE, null, "Wang", NOW));
        assertThrows(
                RefusedException.class, () -> pages.amendRules(slug, new LocalizedText(" ", null), null, "Wang", NOW));
        assertThrows(RefusedException.class, () -> pages.replaceTheme(slug, Theme.DEFAULT, " ", NOW));
        assertEquals(
                "0",
                database.server()
                        .ask("SELECT COUNT(*) FROM turntable.campaign_rules r JOIN turntable.campaign c ON c.id "
                                + "= campaign_id WHERE slug = '"
                                + slug + "'"));
    }

    @Test
    void aRowWhoseTextDoesNotMatchItsHashIsRejected() throws Exception {
        int id = scheduled(1).id();
        SQLException refused = assertThrows(SQLException.class, () -> {
            try (Connection connection = database.pool().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE campaign_rules SET text = CONCAT(text, '!') WHERE campaign_id = " + id);
            }
        });
        assertTrue(refused.getMessage().contains("campaign_rules_are_hashed"), refused.getMessage());
    }

    @Test
    void aThemeIsReadBackUnchangedAndReplacesTheOneBefore() throws Exception {
        int id = scheduled(1).id();
        Picture watch = Picture.of("image/png", 240, 180, new byte[] {5, 6, 7});
        Theme theme = new Theme(
                Map.of(ThemeColour.SKY, new Colour(0x0a625b)),
                Map.of(ThemeText.SLOGAN, new LocalizedText("好心情 🎉", "A treat")),
                Map.of("prize.2", watch));
        pages.replaceTheme(slug, theme, "Wang", NOW);
        Theme read = showcases.published(id).theme();
        assertEquals(theme.values(), read.values());
        assertEquals(watch.fileName(), read.prizePicture(2).orElseThrow().fileName());
        long before = showcases.versions().get(id);
        pages.replaceTheme(
                slug, new Theme(Map.of(), Map.of(ThemeText.CHEER, new LocalizedText("好运", null)), Map.of()), "Li", NOW);
        assertEquals(Map.of("text.cheer", "好运"), showcases.published(id).theme().values());
        assertEquals(before + 1, showcases.versions().get(id));
    }

    @Test
    void anUnreadableThemeOrOneWithAnUnknownPrizeIsRefusedAndChangesNothing() throws Exception {
        int id = scheduled(1).id();
        assertTrue(assertThrows(
                        RefusedException.class,
                        () -> pages.replaceTheme(
                                slug,
                                new Theme(Map.of(ThemeColour.INK, Colour.WHITE), Map.of(), Map.of()),
                                "Wang",
                                NOW))
                .getMessage()
                .contains("needs 4.5"));
        Picture picture = Picture.of("image/png", 1, 1, new byte[] {9, 9});
        assertTrue(assertThrows(
                        RefusedException.class,
                        () -> pages.replaceTheme(
                                slug, new Theme(Map.of(), Map.of(), Map.of("prize.3", picture)), "Wang", NOW))
                .getMessage()
                .contains("for a prize that does not exist"));
        assertEquals(Map.of(), showcases.published(id).theme().values());
        assertEquals("0", database.server().ask("SELECT COUNT(*) FROM turntable.picture WHERE width = 1"));
    }

    @Test
    void valuesOfANewerWarAreIgnored() throws Exception {
        int id = scheduled(1).id();
        pages.replaceTheme(
                slug, new Theme(Map.of(ThemeColour.SKY, new Colour(0x0a625b)), Map.of(), Map.of()), "Wang", NOW);
        database.server()
                .execute("INSERT INTO turntable.campaign_theme_value VALUES (" + id + ", 'colour.moon', '#ffffff'), ("
                        + id + ", 'music', 'loud')");
        assertEquals(
                Map.of("colour.sky", "#0a625b"), showcases.published(id).theme().values());
    }

    @Test
    void soldOutPrizesAndWinnersAreReadFromTheIndex() throws Exception {
        Campaign campaign = scheduled(400);
        int coupon = campaign.prizes().get(0).id();
        int watch = campaign.prizes().get(1).id();
        assertEquals(Set.of(), showcases.soldOut(campaign.id()));
        database.server()
                .execute("UPDATE turntable.prize_unit SET player_id = UNHEX(MD5(CONCAT(prize_id, '-', ordinal))), "
                        + "draw_number = 1, awarded_at = '2026-10-02 03:04:05.678'"
                        + " WHERE prize_id = " + watch + " OR (prize_id = " + coupon + " AND ordinal <= 60)");
        assertEquals(Set.of(watch), showcases.soldOut(campaign.id()));
        List<Winners> winners = showcases.winners(campaign.id(), 50);
        assertEquals(
                List.of(coupon, watch), winners.stream().map(Winners::prizeId).toList());
        assertEquals(List.of(60L, 2L), winners.stream().map(Winners::given).toList());
        assertEquals(
                List.of(50, 2),
                winners.stream().map(list -> list.first().size()).toList());
        assertEquals(
                Instant.parse("2026-10-02T03:04:05.678Z"),
                winners.get(1).first().get(0).at());
        assertTrue(winners.get(0).first().get(0).masked().matches(".{2}\\*\\*\\*.{2}"));
    }

    private Campaign scheduled(int coupons) throws Exception {
        campaigns.create(TestCampaigns.of(slug, coupons));
        campaigns.changeState(slug, CampaignState.SCHEDULED, "me", null, NOW);
        return campaigns.find(slug).orElseThrow();
    }

    private List<RulesVersion> rules() throws Exception {
        return pages.find(slug).orElseThrow().rules();
    }
}
