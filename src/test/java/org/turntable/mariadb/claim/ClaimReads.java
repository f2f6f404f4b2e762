package org.turntable.mariadb.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import org.turntable.campaign.CampaignAdministration.CampaignDefinition;
import org.turntable.campaign.CampaignAdministration.PrizeDefinition;
import org.turntable.campaign.LocalizedText;
import org.turntable.campaign.PrizeKind;
import org.turntable.campaign.ReleaseLine;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.address.AddressAdministration.Author;
import org.turntable.claim.address.AddressAdministration.Shipping;
import org.turntable.claim.address.PostalAddress;
import org.turntable.claim.redemption.Verifiers.Session;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.mariadb.MigratedDatabase;
import org.turntable.mariadb.RowReads;
import org.turntable.mariadb.campaign.MariaDbCampaignAdministration;
import org.turntable.mariadb.pool.CountingPool;
import org.turntable.mariadb.sql.StatementBudget;
import org.turntable.player.DrawKey;
import org.turntable.staff.PasswordHash;
import org.turntable.tool.mariadb.redpacket.MariaDbRedPacketAdministration;
import org.turntable.tool.mariadb.reimport.ClaimStatements;
import org.turntable.tool.reimport.row.PlayerDrawKey;

/** Every statement about what becomes of prizes, run among the claims of many others: for {@link RowReads}. */
public final class ClaimReads {
    private static final int OTHERS = 1_500;
    private static final Author WANG = new Author("Wang", "a test");
    private static final PostalAddress HOME = new PostalAddress("王小桂", "13800138000", "浙江省", "杭州市", "西湖区", "文三路478号");

    private final MigratedDatabase database;
    private final CountingPool counting;
    private final ClaimTransactions transactions;

    public ClaimReads(MigratedDatabase database, CountingPool counting) {
        this.database = database;
        this.counting = counting;
        this.transactions = new ClaimTransactions(counting.dataSource(), () -> true, 2);
    }

    public void run() throws Exception {
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

    /** Statements of a reimport on claims; after {@link #run}. */
    public void reimport() throws Exception {
        int others = id("claims-of-others");
        int ours = id("claims");
        database.server()
                .execute(
                        "USE turntable",
                        "DELETE FROM red_packet_prize",
                        "INSERT INTO claim_action (campaign_id, action, row_count, by_whom, reason, at) SELECT "
                                + others + ", 'export', seq, 'w', 'r', UTC_TIMESTAMP(3) FROM seq_1_to_3000",
                        "ANALYZE TABLE claim_action, claim_address, redemption, red_packet");
        counting.counting(StatementBudget.REIMPORT_AMOUNTS, 3)
                .counting(StatementBudget.REIMPORT_ADDRESSES_ORPHANED, OTHERS)
                .counting(StatementBudget.REIMPORT_REDEMPTIONS_ORPHANED, OTHERS)
                .counting(StatementBudget.REIMPORT_RED_PACKETS_ORPHANED, OTHERS)
                .counting(
                        StatementBudget.REIMPORT_ACTION_ADD,
                        Long.parseLong(database.server()
                                        .ask("SELECT COUNT(*) FROM turntable.claim_action WHERE campaign_id = " + ours))
                                + 3);
        // For more keys among so few rows the server reads the whole campaign, which is right.
        List<PlayerDrawKey> draws = IntStream.rangeClosed(1, 50)
                .mapToObj(i -> new PlayerDrawKey(player(i), 1 + i % 3))
                .toList();
        ClaimStatements.runAll(
                counting.dataSource(),
                others,
                ours,
                List.of(prize(ours, 1), prize(ours, 2), prize(ours, 3)),
                player(77_777),
                draws);
    }

    private int id(String slug) {
        return Integer.parseInt(database.server().ask("SELECT id FROM turntable.campaign WHERE slug = '" + slug + "'"));
    }

    private int campaign(String slug) throws Exception {
        LocalizedText text = new LocalizedText("春天", null);
        return new MariaDbCampaignAdministration(database.pool())
                .create(new CampaignDefinition(
                        slug,
                        text,
                        text,
                        text,
                        ZoneId.of("Asia/Shanghai"),
                        Instant.EPOCH,
                        Instant.parse("2100-01-01T00:00:00Z"),
                        10,
                        100,
                        100,
                        ReleaseLine.AT_ONCE,
                        List.of(
                                PrizeDefinition.of(
                                        new LocalizedText("券", null), PrizeKind.COUPON, 10, 0, OTHERS, List.of()),
                                PrizeDefinition.of(
                                        new LocalizedText("表", null), PrizeKind.POSTED, 1, 0, OTHERS, List.of()),
                                PrizeDefinition.of(
                                        new LocalizedText("包", null), PrizeKind.RED_PACKET, 1, 0, OTHERS, List.of()))));
    }

    private int prize(int campaign, int position) {
        return Integer.parseInt(database.server()
                .ask("SELECT id FROM turntable.prize WHERE campaign_id = " + campaign + " AND position = " + position));
    }

    /** Lets the first players win, with the draw whose number is the prize's position. */
    private void won(int campaign, int position, int winners) {
        int prize = prize(campaign, position);
        String player = "UNHEX(RPAD(LPAD(HEX(seq), 8, '0'), 32, '0'))";
        database.server()
                .execute(
                        "USE turntable",
                        "INSERT INTO draw SELECT " + campaign + ", " + player + ", " + position + ", '2026-10-01', "
                                + prize + ", seq FROM seq_1_to_" + winners,
                        "UPDATE prize_unit SET player_id = " + player.replace("seq", "ordinal") + ", draw_number = "
                                + position
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
        database.server()
                .execute(
                        "USE turntable",
                        "INSERT INTO claim_address (campaign_id, player_id, draw_number, prize_id, revision, "
                                + "key_id, sealed, consented_at, changed_at, shipped_at, carrier, tracking) "
                                + of + "1, '" + current
                                + "', 'x', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), IF(unit_ordinal % 2, "
                                + "UTC_TIMESTAMP(3), NULL), IF(unit_ordinal % 2, 'c', NULL),"
                                + " IF(unit_ordinal % 2, 't', NULL)" + from + "2",
                        "INSERT INTO verifier (name, store, password_hash, created_at, created_by) SELECT "
                                + "CONCAT('v', seq), 's', 'x', UTC_TIMESTAMP(3), 'w' FROM seq_1_to_300",
                        "INSERT INTO redemption (campaign_id, player_id, draw_number, prize_id, unit_ordinal, "
                                + "confirmation, verifier_id, store, redeemed_at) "
                                + of
                                + "unit_ordinal, player_id, (SELECT id FROM verifier WHERE name = 'v1'), 's', "
                                + "UTC_TIMESTAMP(3)"
                                + from + "1",
                        "INSERT INTO red_packet (campaign_id, player_id, draw_number, prize_id, amount_fen, state, "
                                + "next_try_at, collected_at, over_at) "
                                + of + "100, 'sent', UTC_TIMESTAMP(3), UTC_TIMESTAMP(3), UTC_TIMESTAMP(3)" + from + "3",
                        "ANALYZE TABLE claim_address, verifier, redemption, red_packet");
    }

    private void addresses(int ours) throws Exception {
        MariaDbAddressBook book = new MariaDbAddressBook(transactions, WonPrizes.keys(WonPrizes.OLD_KEY));
        DrawKey first = new DrawKey(ours, player(1), 2);
        DrawKey second = new DrawKey(ours, player(2), 2);
        book.put(first, HOME, 0);
        book.put(first, HOME, 1);
        book.put(second, HOME, 0);
        book.put(new DrawKey(ours, player(3), 2), HOME, 0);
        book.put(new DrawKey(ours, player(4), 2), HOME, 0);
        assertEquals(1, book.of(ours, player(1)).size());
        assertTrue(book.find(first).isPresent());
        book.withdraw(new DrawKey(ours, player(3), 2));

        MariaDbAddressAdministration administration =
                new MariaDbAddressAdministration(transactions, WonPrizes.keys(WonPrizes.NEW_KEY, WonPrizes.OLD_KEY));
        counting.counting(StatementBudget.PARCELS_COUNT, 4).counting(StatementBudget.PARCELS_COUNT_UNSHIPPED, 4);
        new MariaDbRedPacketAdministration(transactions).setAmount(prize(ours, 3), 100);
        new MariaDbRedPackets(transactions, WonPrizes.keys(WonPrizes.OLD_KEY))
                .collect(new DrawKey(ours, player(5), 3), "o5");
        assertEquals(4, administration.rekey(WANG, done -> {}));
        assertEquals(3, administration.recordExport(ours, true, WANG));
        assertEquals(3, administration.recordExport(ours, false, WANG));
        administration.parcels(ours, false, parcel -> {});
        administration.ship(ours, List.of(new Shipping(first, 2, "顺丰", "SF12345")), WANG, false);
        administration.erase(second, WANG);
        database.server()
                .execute(
                        "UPDATE turntable.claim_address SET shipped_at = '2020-01-01' WHERE campaign_id = " + ours
                                + " AND shipped_at IS NOT NULL",
                        "UPDATE turntable.campaign SET opens_at = '2000-01-01', closes_at = '2020-01-01' WHERE id = "
                                + ours);
        counting.counting(
                        StatementBudget.ADDRESS_ENDED_CAMPAIGNS,
                        Long.parseLong(database.server().ask("SELECT COUNT(*) FROM turntable.campaign")))
                .counting(StatementBudget.ADDRESS_ERASE_UNSHIPPED, 4);
        assertEquals(2, administration.eraseAfter(Duration.ofDays(90), WANG));
    }

    private void redemptions(int ours) throws Exception {
        PasswordHash hash = PasswordHash.of("k7mn-2wxa-pq3r-z9ty", new SecureRandom());
        MariaDbVerifiers verifiers = new MariaDbVerifiers(transactions);
        assertTrue(verifiers.add("li.na", "湖滨店", hash, "Wang"));
        int id = verifiers.find("li.na").orElseThrow().id();
        verifiers.succeeded(id);
        MariaDbRedemptions redemptions = new MariaDbRedemptions(transactions, "node-1");
        Unit unit = new Unit(prize(ours, 1), 1);
        assertTrue(redemptions.find(unit).isPresent());
        assertTrue(redemptions.allows(new Session(id, 1)));
        redemptions.confirm(unit, new DrawKey(ours, player(1), 1), new byte[16], new Session(id, 1));
        assertEquals(1, redemptions.of(ours, player(1)).size());
        verifiers.disable("li.na", "Wang");
        verifiers.reset("li.na", hash, "Wang");
        // The list counts what each has redeemed.
        counting.counting(StatementBudget.VERIFIER_ALL, OTHERS + 302);
        assertEquals(301, verifiers.list().size());
    }

    private void redPackets(int ours) throws Exception {
        MariaDbRedPacketAdministration administration = new MariaDbRedPacketAdministration(transactions);
        MariaDbRedPackets packets = new MariaDbRedPackets(transactions, WonPrizes.keys(WonPrizes.NEW_KEY));
        MariaDbRedPacketOutbox outbox = new MariaDbRedPacketOutbox(transactions, WonPrizes.keys(WonPrizes.NEW_KEY));
        for (int winner = 1; winner <= 3; winner++) {
            packets.collect(new DrawKey(ours, player(winner), 3), "o" + winner);
        }
        assertEquals(1, packets.of(ours, player(1)).size());
        counting.counting(StatementBudget.RED_PACKETS_NOT_COLLECTED, 5);
        assertEquals(1, administration.notCollected(prize(ours, 3)));
        outbox.holdLease("node-1", Duration.ofSeconds(30));
        assertEquals(4, outbox.take(10, Duration.ofMinutes(3)).size());
        DrawKey failing = new DrawKey(ours, player(3), 3);
        outbox.paid(new DrawKey(ours, player(1), 3), "RP1");
        outbox.later(new DrawKey(ours, player(2), 3), State.DUE, "BALANCE", Duration.ZERO);
        outbox.failed(failing, "OPENID_REFUSED");
        counting.counting(StatementBudget.OUTBOX_WAITING, 3);
        outbox.waiting();
        assertEquals(1, administration.list(State.FAILED).size());
        administration.retry(failing);
        outbox.take(1, Duration.ofMinutes(3));
        outbox.failed(failing, "OPENID_REFUSED");
        assertTrue(administration.giveUp(failing, "Wang", "gone"));
    }
}
