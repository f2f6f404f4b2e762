package org.turntable.mariadb;

import java.util.List;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.testing.stack.MariaDbServer;

/** Tables with so many rows that a statement without its index stands out: as after the first day of a campaign. */
final class SeededDatabase {
    static final List<String> SLUGS = List.of("spring", "summer", "autumn");
    static final int UNITS = 2_000;
    static final int GIVEN_OUT = 1_500;
    static final int PLAYERS = 2_000;
    static final int DRAWS_A_PLAYER = 5;
    static final int LIVE_REVOCATIONS = 3;
    static final int BLOCKS = 1_000;
    static final int OLD_SIGNALS = 50;
    static final int OPERATORS = 200;

    private static final String PLAYER = "UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0'))";

    private SeededDatabase() {}

    /** Fills a database that was migrated. */
    static void fill(MigratedDatabase database) throws Exception {
        MariaDbCampaignAdministration administration = new MariaDbCampaignAdministration(database.pool());
        for (String slug : SLUGS) {
            administration.create(TestCampaigns.of(slug, UNITS));
        }
        MariaDbServer server = database.server();
        server.execute("UPDATE turntable.campaign SET state = 'open' WHERE slug IN ('spring', 'summer', 'autumn')");
        for (String slug : SLUGS) {
            String campaign = server.ask("SELECT id FROM turntable.campaign WHERE slug = '" + slug + "'");
            String coupon =
                    server.ask("SELECT id FROM turntable.prize WHERE position = 1 AND campaign_id = " + campaign);
            // Player i of Players.player(i) has the number in the first four bytes. The first units are gone, each to
            // its player's first draw.
            server.execute(
                    "USE turntable",
                    "INSERT INTO player SELECT " + campaign + ", " + PLAYER + ", '2026-10-01 02:00:00' FROM seq_1_to_"
                            + PLAYERS,
                    "INSERT INTO player_block SELECT " + campaign + ", " + PLAYER
                            + ", 2, IF(seq % 3, 2, 1), seq % 2, 'Wang', " + "'a script', '2026-10-01' FROM seq_1_to_"
                            + BLOCKS,
                    "INSERT INTO player_signal SELECT " + campaign + ", " + PLAYER
                            + ", seq % 101, 4, 3, '2026-10-01', IF(seq <= " + OLD_SIGNALS
                            + ", '2026-08-01', '2026-10-01') FROM seq_1_to_" + PLAYERS,
                    "UPDATE prize_unit SET player_id = " + PLAYER.replace("seq", "ordinal")
                            + ", draw_number = 1, awarded_at = '2026-10-01 02:00:01' WHERE prize_id = " + coupon
                            + " AND ordinal <= " + GIVEN_OUT,
                    "INSERT INTO campaign_transition (campaign_id, from_state, to_state, by_whom, at) SELECT "
                            + campaign + ", 'open', 'paused', 'Wang', '2026-10-01' FROM seq_1_to_1000");
            for (int number = 1; number <= DRAWS_A_PLAYER; number++) {
                String won = number == 1
                        ? "IF(seq <= " + GIVEN_OUT + ", " + coupon + ", NULL), IF(seq <= " + GIVEN_OUT + ", seq, NULL)"
                        : "NULL, NULL";
                server.execute("INSERT INTO turntable.draw SELECT " + campaign + ", " + PLAYER + ", " + number
                        + ", '2026-10-01 02:00:00', " + won + " FROM turntable.seq_1_to_" + PLAYERS);
            }
        }
        server.execute(
                "USE turntable",
                """
                INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at)
                SELECT UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0')), '2020-01-01', 'Wang', 'long ago', '2020-01-01' FROM seq_1_to_3000""",
                """
                INSERT INTO identity_revocation (player_id, revoked_before, by_whom, reason, at)
                SELECT UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0')), '2026-10-01', 'Wang', 'now', '2026-10-01' FROM seq_1_to_%d""".formatted(LIVE_REVOCATIONS),
                "INSERT INTO expected_wave (at, note, by_whom) SELECT '2020-01-01' + INTERVAL seq HOUR, 'long "
                        + "ago', 'Li Na' FROM seq_1_to_3000",
                "INSERT INTO war_push (release_number, war_version, by_whom, began_at) SELECT '000001', '1', "
                        + "'Wang', '2020-01-01' FROM seq_1_to_1000",
                "INSERT INTO ledger_beat (node, beats, beaten_at) SELECT CONCAT('node-', seq), 1, '2026-10-01' "
                        + "FROM seq_1_to_500",
                "INSERT INTO ledger_count SELECT campaign.id, CONCAT('node-', seq), 10, 1 FROM campaign JOIN "
                        + "seq_1_to_500",
                "INSERT INTO operator (name, password_hash) SELECT CONCAT('operator-', seq), "
                        + "'pbkdf2-sha256$1$AAAAAAAAAAAAAAAAAAAAAA==$"
                        + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' FROM seq_1_to_" + OPERATORS,
                "INSERT INTO operator_change (operator, what, by_whom, at) SELECT 'operator-1', 'reset', 'Wang', "
                        + "'2026-10-01' FROM seq_1_to_1000",
                "ANALYZE TABLE ledger_count, operator, operator_change, campaign, prize, prize_unit, player, draw, "
                        + "player_block, player_signal, campaign_transition, identity_revocation, expected_wave, war_push, ledger_beat");
    }
}
