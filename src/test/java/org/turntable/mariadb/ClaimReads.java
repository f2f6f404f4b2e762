package org.turntable.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.award.address.AddressAdministration.Author;
import org.turntable.award.address.AddressAdministration.Shipping;
import org.turntable.award.address.PostalAddress;
import org.turntable.award.redemption.Verifiers.Session;
import org.turntable.award.redpacket.RedPackets.State;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.mariadb.reimport.ClaimStatements;
import org.turntable.mariadb.sql.Budget;
import org.turntable.reimport.row.DrawKey;
import org.turntable.staff.PasswordHash;

/** Every statement about what becomes of prizes, run among the claims of many others: for {@link RowReads}. */
final class ClaimReads {
    private static final int OTHERS = 1_500;
    private static final Author WANG = new Author("Wang", "a test");
    private static final PostalAddress HOME = new PostalAddress("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", "文三路478号");

    private final MigratedDatabase database;
    private final CountingPool counting;
    private final FewAtOnce line;

    ClaimReads(MigratedDatabase database, CountingPool counting) {
        this.database = database;
        this.counting = counting;
        this.line = new FewAtOnce(counting.dataSource(), () -> true, 2);
    }

    void run() throws Exception {
        int others = campaign("claims-of-others");
        int ours = campaign("claims");
        seed(others);
        for (int prize = 1; prize <= 3; prize++) {
            won(ours, prize, 5);
        }
        addresses(ours);
        redemptions(ours);
        redPackets(ours);
    }

    /** What a reimport reads and writes of all this; after {@link #run}. */
    void reimport() throws Exception {
        int others = id("claims-of-others");
        int ours = id("claims");
        database.server().execute("USE turntable", "DELETE FROM red_packet_prize",
                "INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) SELECT " + others
                + ", 'export', seq, 'w', 'r', UTC_TIMESTAMP(3) FROM seq_1_to_3000",
                "ANALYZE TABLE claim_action, claim_address, redemption, red_packet");
        counting.counting(Budget.REIMPORT_AMOUNTS, 3).counting(Budget.REIMPORT_ADDRESSES_ADRIFT, OTHERS)
                .counting(Budget.REIMPORT_REDEMPTIONS_ADRIFT, OTHERS)
                .counting(Budget.REIMPORT_RED_PACKETS_ADRIFT, OTHERS)
                .counting(Budget.REIMPORT_ACTION_ADD,
                Long.parseLong(database.server().ask("SELECT COUNT(*) FROM turntable.claim_action WHERE campaign_id = " + ours)) + 3);
        // Of more keys among so few rows the server rightly reads the whole campaign.
        List<DrawKey> draws = IntStream.rangeClosed(1, 50).mapToObj(i -> new DrawKey(player(i), 1 + i % 3)).toList();
        ClaimStatements.runAll(counting.dataSource(), others, ours, List.of(prize(ours, 1), prize(ours, 2), prize(ours, 3)), player(77_777), draws);
    }

    private int id(String slug) {
        return Integer.parseInt(database.server().ask("SELECT id FROM turntable.campaign WHERE slug = '" + slug + "'"));
    }

    private int campaign(String slug) throws Exception {
        LocalText text = new LocalText("春天", null);
        return new MariaDbCampaignAdministration(database.pool())
                .create(new CampaignDefinition(slug, text, text, text, ZoneId.of("Asia/Shanghai"), Instant.EPOCH,
                Instant.parse("2100-01-01T00:00:00Z"), 10, 100, 100, ReleaseLine.AT_ONCE, List.of(
                PrizeDefinition.of(new LocalText("券", null), PrizeKind.COUPON, 10, 0, OTHERS, List.of()),
                PrizeDefinition.of(new LocalText("表", null), PrizeKind.POSTED, 1, 0, OTHERS, List.of()),
                PrizeDefinition.of(new LocalText("包", null), PrizeKind.RED_PACKET, 1, 0, OTHERS, List.of()))));
    }

    private int prize(int campaign, int position) {
        return Integer.parseInt(database.server().ask("SELECT id FROM turntable.prize WHERE campaign_id = " + campaign + " AND position = "
                + position));
    }

    /** Lets the first players win, with the draw whose number is the prize's position. */
    private void won(int campaign, int position, int winners) {
        int prize = prize(campaign, position);
        String player = "UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0'))";
        database.server().execute("USE turntable",
                "INSERT INTO draw SELECT " + campaign + ", " + player + ", " + position + ", '2026-10-01', " + prize + ", seq FROM seq_1_to_"
                + winners,
                "UPDATE prize_unit SET player_id = " + player.replace("seq", "ordinal") + ", draw_number = " + position
                + ", awarded_at = '2026-10-01' WHERE prize_id = "
                        + prize + " AND ordinal <= " + winners);
    }

    private void seed(int others) {
        for (int position = 1; position <= 3; position++) {
            won(others, position, OTHERS);
        }
        String current = WonPrizes.keys(WonPrizes.NEW_KEY).currentId();
        String of = "SELECT campaign_id, player_id, number, prize_id, ";
        String from = " FROM draw WHERE campaign_id = " + others + " AND number = ";
        database.server().execute("USE turntable",
                "INSERT INTO claim_address (campaign_id, player_id, draw_number, prize_id, revision, key_id, sealed, consented_at, changed_at, shipped_at, carrier, tracking) "
                        + of + "1, '" + current
                        + "', 'x', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), IF(unit_ordinal % 2, UTC_TIMESTAMP(3), NULL), IF(unit_ordinal % 2, 'c', NULL),"
                        + " IF(unit_ordinal % 2, 't', NULL)" + from + "2",
                "INSERT INTO verifier (name, store, password_hash, created_at, created_by) SELECT CONCAT('v', seq), 's', 'x', UTC_TIMESTAMP(3), 'w' FROM seq_1_to_300",
                "INSERT INTO redemption (campaign_id, player_id, draw_number, prize_id, unit_ordinal, confirmation, verifier_id, store, redeemed_at) "
                        + of + "unit_ordinal, player_id, (SELECT id FROM verifier WHERE name = 'v1'), 's', UTC_TIMESTAMP(3)" + from + "1",
                "INSERT INTO red_packet (campaign_id, player_id, draw_number, prize_id, amount_fen, state, next_try_at, collected_at, over_at) "
                        + of + "100, 'sent', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)" + from + "3",
                "ANALYZE TABLE claim_address, verifier, redemption, red_packet");
    }

    private void addresses(int ours) throws Exception {
        MariaDbAddressBook book = new MariaDbAddressBook(line, WonPrizes.keys(WonPrizes.OLD_KEY));
        WonDraw first = new WonDraw(ours, player(1), 2);
        WonDraw second = new WonDraw(ours, player(2), 2);
        book.put(first, HOME, 0);
        book.put(first, HOME, 1);
        book.put(second, HOME, 0);
        book.put(new WonDraw(ours, player(3), 2), HOME, 0);
        book.put(new WonDraw(ours, player(4), 2), HOME, 0);
        assertEquals(1, book.of(ours, player(1)).size());
        assertTrue(book.find(first).isPresent());
        book.withdraw(new WonDraw(ours, player(3), 2));

        MariaDbAddressAdministration administration = new MariaDbAddressAdministration(line, WonPrizes.keys(WonPrizes.NEW_KEY, WonPrizes.OLD_KEY));
        counting.counting(Budget.PARCELS_COUNT, 4).counting(Budget.PARCELS_COUNT_UNSHIPPED, 4);
        new MariaDbRedPacketAdministration(line).setAmount(prize(ours, 3), 100);
        new MariaDbRedPackets(line, WonPrizes.keys(WonPrizes.OLD_KEY)).collect(new WonDraw(ours, player(5), 3), "o5");
        assertEquals(4, administration.rekey(WANG, done -> { }));
        assertEquals(3, administration.recordExport(ours, true, WANG));
        assertEquals(3, administration.recordExport(ours, false, WANG));
        administration.parcels(ours, false, parcel -> { });
        administration.ship(ours, List.of(new Shipping(first, "顺丰", "SF12345")), WANG, false);
        administration.erase(second, WANG);
        database.server().execute("UPDATE turntable.claim_address SET shipped_at = '2020-01-01' WHERE campaign_id = " + ours
                + " AND shipped_at IS NOT NULL",
                "UPDATE turntable.campaign SET opens_at = '2000-01-01', closes_at = '2020-01-01' WHERE id = " + ours);
        counting.counting(Budget.ADDRESS_ENDED_CAMPAIGNS, Long.parseLong(database.server().ask("SELECT COUNT(*) FROM turntable.campaign")))
                .counting(Budget.ADDRESS_ERASE_UNSHIPPED, 4);
        assertEquals(2, administration.eraseAfter(Duration.ofDays(90), WANG));
    }

    private void redemptions(int ours) throws Exception {
        PasswordHash hash = PasswordHash.of("k7mn-2wxa-pq3r-z9ty", new SecureRandom());
        MariaDbVerifiers verifiers = new MariaDbVerifiers(line);
        assertTrue(verifiers.add("li.na", "湖滨店", hash, "Wang"));
        int id = verifiers.begin("li.na").verifier().orElseThrow().id();
        verifiers.succeeded(id);
        MariaDbRedemptions redemptions = new MariaDbRedemptions(line, "node-1");
        Unit unit = new Unit(prize(ours, 1), 1);
        assertTrue(redemptions.find(unit).isPresent());
        redemptions.confirm(unit, new WonDraw(ours, player(1), 1), new byte[16], new Session(id, 1));
        assertEquals(1, redemptions.of(ours, player(1)).size());
        verifiers.disable("li.na");
        verifiers.reset("li.na", hash);
        // The list counts what each has redeemed.
        counting.counting(Budget.VERIFIER_ALL, OTHERS + 302);
        assertEquals(301, verifiers.list().size());
    }

    private void redPackets(int ours) throws Exception {
        MariaDbRedPacketAdministration administration = new MariaDbRedPacketAdministration(line);
        MariaDbRedPackets packets = new MariaDbRedPackets(line, WonPrizes.keys(WonPrizes.NEW_KEY));
        MariaDbOutbox outbox = new MariaDbOutbox(line, WonPrizes.keys(WonPrizes.NEW_KEY));
        for (int winner = 1; winner <= 3; winner++) {
            packets.collect(new WonDraw(ours, player(winner), 3), "o" + winner);
        }
        assertEquals(1, packets.of(ours, player(1)).size());
        counting.counting(Budget.RED_PACKETS_NOT_COLLECTED, 5);
        assertEquals(1, administration.notCollected(prize(ours, 3)));
        outbox.holdLease("node-1", Duration.ofSeconds(30));
        assertEquals(4, outbox.take(10, Duration.ofMinutes(3)).size());
        WonDraw failing = new WonDraw(ours, player(3), 3);
        outbox.paid(new WonDraw(ours, player(1), 3), "RP1");
        outbox.later(new WonDraw(ours, player(2), 3), State.DUE, "BALANCE", Duration.ZERO);
        outbox.failed(failing, "OPENID_REFUSED");
        counting.counting(Budget.OUTBOX_WAITING, 3);
        outbox.waiting();
        assertEquals(1, administration.list(State.FAILED).size());
        administration.retry(failing);
        outbox.take(1, Duration.ofMinutes(3));
        outbox.failed(failing, "OPENID_REFUSED");
        assertTrue(administration.giveUp(failing, "Wang", "gone"));
    }
}
