package org.turntable.mariadb.pool;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.ledger.DrawEntry;
import org.turntable.ledger.Entries;
import org.turntable.ledger.LedgerEntry;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.ledger.PastTheLedger;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.testing.stack.MariaDbPair;
import org.turntable.tool.mariadb.schema.Migrations;

/** A primary and its replica with the schema and one campaign of two prizes, and a look at what is stored. */
public final class CampaignOnPair implements AutoCloseable {
    /** When the draws of a test were admitted. */
    public static final long ADMITTED =
            Instant.parse("2026-10-01T02:00:00.123Z").toEpochMilli();

    private final MariaDbPair pair = new MariaDbPair();
    private HikariDataSource pool;
    private int campaignId;

    public CampaignOnPair start() {
        pair.start();
        try (HikariDataSource migration =
                MariaDbPools.forTool(access(MariaDbPair.MIGRATION_USER, pair.migrationPassword()))) {
            Migrations.on(migration).load().migrate();
        }
        pool = newPool();
        return this;
    }

    /** A campaign with 3 coupons, the first of a new kind each time, and one watch; whatever there was is removed. */
    public void newCampaign() throws Exception {
        removeCampaigns();
        campaignId = create(
                PrizeDefinition.of(text("优惠券"), PrizeKind.COUPON, 10, 0, 3, List.of("A", "B", "C")),
                PrizeDefinition.of(text("手表"), PrizeKind.POSTED, 1, 0, 1, List.of()));
    }

    /**
     * Another campaign with the same path and number, and one prize that every draw hits; the one of before is removed.
     */
    public void newCampaignWithTheSameId() throws Exception {
        removeCampaigns();
        pair.primary().execute("ALTER TABLE turntable.campaign AUTO_INCREMENT = " + campaignId);
        if (create(PrizeDefinition.of(text("电视"), PrizeKind.POSTED, 100, 0, 1, List.of())) != campaignId) {
            throw new IllegalStateException("the campaign got another id");
        }
    }

    private void removeCampaigns() {
        for (String table : List.of(
                "rehearsal",
                "ledger_beat",
                "draw",
                "player",
                "player_block",
                "draw_epoch",
                "prize_unit",
                "prize_release",
                "prize",
                "campaign_release",
                "campaign")) {
            pair.primary().execute("DELETE FROM turntable." + table);
        }
    }

    private int create(PrizeDefinition... prizes) throws Exception {
        return new MariaDbCampaignAdministration(pool)
                .create(new CampaignDefinition(
                        "spring",
                        text("春天"),
                        text("某某公司"),
                        text("到店领取"),
                        ZoneId.of("Asia/Shanghai"),
                        Instant.EPOCH,
                        Instant.parse("2030-01-01T00:00:00Z"),
                        10,
                        100,
                        100,
                        ReleaseLine.AT_ONCE,
                        List.of(prizes)));
    }

    private static LocalizedText text(String chinese) {
        return new LocalizedText(chinese, null);
    }

    public MariaDbPair pair() {
        return pair;
    }

    public int campaignId() {
        return campaignId;
    }

    /** The prize of that position. */
    public int prizeId(int position) {
        return Integer.parseInt(ask(
                "SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId + " AND position = " + position));
    }

    public HikariDataSource pool() {
        return pool;
    }

    /** A pool as a node has it. */
    public HikariDataSource newPool() {
        return newPool(List.of(pair.primary().address()));
    }

    /** A pool as a node has it, that reaches the primary by another address, such as that of a proxy. */
    public HikariDataSource newPool(List<String> hosts) {
        return MariaDbPools.forNode(
                new MariaDbPools.Access(
                        hosts, MariaDbPair.DATABASE, MariaDbPair.APPLICATION_USER, pair.applicationPassword()),
                "test",
                4,
                MariaDbPools.NODE_ANSWER);
    }

    private MariaDbPools.Access access(String user, String password) {
        return new MariaDbPools.Access(List.of(pair.primary().address()), MariaDbPair.DATABASE, user, password);
    }

    /** A player's draw that may win that prize. */
    public DrawEntry candidate(PlayerId player, int number, int prizeId) {
        return DrawEntry.candidate(new DrawKey(campaignId, player, number), ADMITTED + "-" + number, prizeId, false);
    }

    /** An entry of that player's draw; 0 as the prize is a loss, 0 as the number a first visit. */
    public LedgerEntry entry(PlayerId player, int number, int prizeId) {
        return Entries.entry(campaignId, ADMITTED + "-" + number, player, number, prizeId);
    }

    /** One value, read as root on the primary. */
    public String ask(String query) {
        return pair.primary().ask(query);
    }

    public long count(String table) {
        return Long.parseLong(ask("SELECT COUNT(*) FROM turntable." + table));
    }

    /** Stores a draw past the ledger, with its unit where it has one; as if it had been there before. */
    public void store(PlayerId player, int number, Integer prizeId, Integer unit) throws SQLException {
        try (Connection connection = pair.application()) {
            PastTheLedger.store(connection, campaignId, player, number, prizeId, unit);
        }
    }

    @Override
    public void close() {
        if (pool != null) {
            pool.close();
        }
        pair.close();
    }
}
