package org.turntable.testing.bench;

import java.sql.Connection;
import java.sql.SQLException;

/** The campaign that is measured: open, one prize in a hundred draws, with enough units and chances. */
final class BenchCampaign {
    static final String SLUG = "bench";
    /** Enough for ten million draws. */
    private static final int UNITS = 100_000;

    private BenchCampaign() {}

    /**
     * Writes it into the migrated database.
     *
     * @return its id
     */
    static int create(Connection root) throws SQLException {
        DatabaseCount.execute(root, """
                INSERT INTO turntable.campaign (slug, name, name_en, organiser, organiser_en, how_to_redeem, time_zone, opens_at, closes_at,
                  state, chances_per_day, chances_in_all, odds_base)
                VALUES ('bench', '压力测试', 'Bench', '转盘', 'Turntable', '无', 'Asia/Shanghai', UTC_TIMESTAMP(3) - INTERVAL 1 DAY,
                  UTC_TIMESTAMP(3) + INTERVAL 6 DAY, 'open', 1000000, 1000000, 100)
                """);
        int id = (int) DatabaseCount.number(root, "SELECT id FROM turntable.campaign WHERE slug = 'bench'");
        DatabaseCount.execute(
                root,
                "INSERT INTO turntable.campaign_release SELECT id, opens_at, 1000000 FROM turntable.campaign WHERE "
                        + "id = "
                        + id);
        DatabaseCount.execute(
                root,
                "INSERT INTO turntable.prize (campaign_id, position, name, name_en, kind, weight) VALUES (" + id
                        + ", 1, '优惠券', 'Coupon', 'coupon', 1)");
        DatabaseCount.execute(
                root,
                "INSERT INTO turntable.prize_unit (prize_id, ordinal, code) SELECT p.id, seq, CONCAT('B', seq) FROM"
                        + " turntable.prize p JOIN turntable.seq_1_to_" + UNITS + " WHERE p.campaign_id = " + id);
        return id;
    }
}
