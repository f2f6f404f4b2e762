package org.turntable.mariadb.claim;

import java.security.SecureRandom;
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
import org.turntable.claim.ClaimKeys;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.ledger.PastTheLedger;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;

/** A real MariaDB with campaigns in which somebody has won: for tests of what becomes of prizes. */
final class WonPrizes implements AutoCloseable {
    static final int COUPON = 1;
    static final int POSTED = 2;
    static final int RED_PACKET = 3;
    static final String OLD_KEY = "an old secret of more than thirty-two characters";
    static final String NEW_KEY = "a new secret of more than thirty-two characters!";

    private final MigratedDatabase database = new MigratedDatabase(true);
    private int campaigns;
    private int campaignId;

    MigratedDatabase database() {
        return database;
    }

    /** Connections of a node, for as many as ask. */
    ClaimTransactions line() {
        return new ClaimTransactions(database.pool(), () -> true, 6);
    }

    static ClaimKeys keys(String... secrets) {
        return new ClaimKeys(List.of(secrets), new SecureRandom());
    }

    /** A fresh campaign with five units of each of three prizes; its id. */
    int newCampaign() throws Exception {
        campaigns++;
        campaignId = new MariaDbCampaignAdministration(database.pool())
                .create(new CampaignDefinition(
                        "spring-" + campaigns,
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
                        List.of(
                                PrizeDefinition.of(
                                        text("优惠券"), PrizeKind.COUPON, 10, 0, 5, List.of("A", "B", "C", "D", "E")),
                                PrizeDefinition.of(text("手表"), PrizeKind.POSTED, 1, 0, 5, List.of()),
                                PrizeDefinition.of(text("红包"), PrizeKind.RED_PACKET, 1, 0, 5, List.of()))));
        return campaignId;
    }

    private static LocalizedText text(String chinese) {
        return new LocalizedText(chinese, null);
    }

    int prizeId(int position) {
        return Integer.parseInt(ask(
                "SELECT id FROM turntable.prize WHERE campaign_id = " + campaignId + " AND position = " + position));
    }

    /** Lets a player win a unit in the newest campaign, as the ledger would write it. */
    DrawKey win(PlayerId player, int number, int position, int unit) throws SQLException {
        int prizeId = prizeId(position);
        try (Connection connection = database.pool().getConnection()) {
            PastTheLedger.store(connection, campaignId, player, number, prizeId, unit);
        }
        return new DrawKey(campaignId, player, number);
    }

    String ask(String query) {
        return database.server().ask(query);
    }

    void execute(String... statements) {
        database.server().execute(statements);
    }

    @Override
    public void close() {
        database.close();
    }
}
