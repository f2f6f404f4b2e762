package org.turntable.mariadb.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.claim.address.AddressAdministration.Author;
import org.turntable.claim.redpacket.RedPacketOutbox.Due;
import org.turntable.claim.redpacket.RedPackets.Collected;
import org.turntable.claim.redpacket.RedPackets.State;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.tool.mariadb.redpacket.MariaDbRedPacketAdministration;
import org.turntable.tool.redpacket.RedPacketAdministration.Listed;

/** The outbox of red packets against a real MariaDB. */
class MariaDbRedPacketOutboxIT {
    private static final PlayerId ANNA = player(1);
    private static final Duration HOLD = Duration.ofMinutes(3);
    private static WonPrizes there;

    private int campaign;
    private DrawKey annas;

    @BeforeAll
    static void start() {
        there = new WonPrizes();
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @BeforeEach
    void annaWonARedPacket() throws Exception {
        there.execute(
                "DELETE FROM turntable.red_packet", "UPDATE turntable.red_packet_lease SET held_until = '2000-01-01'");
        campaign = there.newCampaign();
        assertTrue(administration().setAmount(there.prizeId(WonPrizes.RED_PACKET), 8_800));
        annas = there.win(ANNA, 2, WonPrizes.RED_PACKET, 1);
    }

    @Test
    void collectedTwiceItIsOneRedPacketAndOnlyWinnersCollect() throws Exception {
        assertEquals(Collected.DONE, packets().collect(annas, "oAnna"));
        assertEquals(Collected.DONE, packets().collect(annas, "oAnna"));
        assertEquals("1", there.ask("SELECT COUNT(*) FROM turntable.red_packet"));
        assertEquals(Map.of(2, State.DUE), packets().of(campaign, ANNA));
        assertEquals(Collected.NO_SUCH_WIN, packets().collect(new DrawKey(campaign, player(2), 2), "oBen"));
        assertEquals(Collected.NO_SUCH_WIN, packets().collect(there.win(ANNA, 5, WonPrizes.COUPON, 1), "oAnna"));
        assertFalse(there.ask("SELECT CONCAT(sealed, HEX(sealed)) FROM turntable.red_packet")
                .contains("oAnna"));
    }

    @Test
    void aPrizeWithoutAnAmountPaysNothingAndASetAmountIsNotChanged() throws Exception {
        int prize = there.prizeId(WonPrizes.RED_PACKET);
        there.execute("DELETE FROM turntable.red_packet_prize");
        assertEquals(Collected.NO_AMOUNT, packets().collect(annas, "oAnna"));
        assertTrue(administration().setAmount(prize, 100));
        assertTrue(administration().setAmount(prize, 200), "a draft");
        there.execute("UPDATE turntable.campaign SET state = 'scheduled' WHERE id = " + campaign);
        assertFalse(administration().setAmount(prize, 300));
        assertFalse(administration().setAmount(there.prizeId(WonPrizes.COUPON), 300), "no red packet");
        assertEquals("200", there.ask("SELECT amount_fen FROM turntable.red_packet_prize"));
    }

    @Test
    void aTakenRedPacketIsMarkedBeforeTheCall() throws Exception {
        packets().collect(annas, "oAnna");
        assertEquals(List.of(new Due(annas, 8_800, "oAnna", false, 1)), outbox().take(10, HOLD));
        assertEquals(List.of(), outbox().take(10, HOLD), "held");
        there.execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3)");
        assertEquals(
                List.of(new Due(annas, 8_800, "oAnna", true, 2)),
                outbox().take(10, HOLD),
                "whoever comes after a crash asks first");
    }

    @Test
    void aPaidRedPacketIsFinalAndItsOpenidIsErased() throws Exception {
        packets().collect(annas, "oAnna");
        outbox().take(10, HOLD);
        outbox().paid(annas, "RP1");
        assertEquals(
                "sent RP1 1",
                there.ask("SELECT CONCAT_WS(' ', state, payment, sealed IS NULL AND key_id IS NULL) FROM "
                        + "turntable.red_packet"));
        outbox().later(annas, State.DUE, "LATE", Duration.ZERO);
        outbox().failed(annas, "LATE");
        assertEquals(Map.of(2, State.SENT), packets().of(campaign, ANNA), "a late word changes nothing");
    }

    @Test
    void aPostponedRedPacketIsTakenAgainAfterItsWait() throws Exception {
        packets().collect(annas, "oAnna");
        outbox().take(10, HOLD);
        outbox().later(annas, State.DUE, "BALANCE", Duration.ofMinutes(5));
        assertEquals(List.of(), outbox().take(10, HOLD));
        assertEquals(
                List.of(new DrawKey(campaign, ANNA, 2)),
                administration().list(State.DUE).stream().map(Listed::draw).toList());
        outbox().take(10, HOLD);
        there.execute("UPDATE turntable.red_packet SET next_try_at = UTC_TIMESTAMP(3)");
        assertFalse(outbox().take(10, HOLD).get(0).asked());
        outbox().later(annas, State.ASKED, "NO_ANSWER", Duration.ZERO);
        assertTrue(outbox().take(10, HOLD).get(0).asked());
    }

    @Test
    void aFailedRedPacketIsRetriedOrGivenUpByOps() throws Exception {
        packets().collect(annas, "oAnna");
        outbox().take(10, HOLD);
        outbox().failed(annas, "OPENID_REFUSED");
        assertEquals(Map.of(State.FAILED, 1), outbox().waiting());
        assertEquals(List.of(), outbox().take(10, HOLD));
        assertTrue(administration().retry(annas));
        assertFalse(administration().retry(annas), "it is under way");
        assertFalse(administration().giveUp(annas, "Wang", "no"), "it is under way");
        assertTrue(outbox().take(10, HOLD).get(0).asked(), "the partner is asked first");
        outbox().failed(annas, "OPENID_REFUSED");
        assertTrue(administration().giveUp(annas, "Wang", "he left WeChat"));
        assertEquals(
                "given_up Wang he left WeChat 1",
                there.ask(
                        "SELECT CONCAT_WS(' ', state, given_up_by, reason, sealed IS NULL) FROM turntable.red_packet"));
    }

    @Test
    void winsThatWereNotCollectedAreListed() throws Exception {
        there.win(player(2), 1, WonPrizes.RED_PACKET, 2);
        assertEquals(2, administration().notCollected(there.prizeId(WonPrizes.RED_PACKET)));
        packets().collect(annas, "oAnna");
        assertEquals(1, administration().notCollected(there.prizeId(WonPrizes.RED_PACKET)));
    }

    @Test
    void oneNodeSendsAndAnotherTakesOverWhenItsLeaseExpires() throws Exception {
        assertTrue(outbox().holdLease("node-1", Duration.ofSeconds(30)));
        assertTrue(outbox().holdLease("node-1", Duration.ofSeconds(30)));
        assertFalse(outbox().holdLease("node-2", Duration.ofSeconds(30)));
        there.execute("UPDATE turntable.red_packet_lease SET held_until = UTC_TIMESTAMP(3) - INTERVAL 1 SECOND");
        assertTrue(outbox().holdLease("node-2", Duration.ofSeconds(30)));
        assertFalse(outbox().holdLease("node-1", Duration.ofSeconds(30)));
    }

    @Test
    void twoSendersAtOnceNeverTakeTheSame() throws Exception {
        for (int i = 1; i <= 4; i++) {
            packets().collect(there.win(player(10 + i), 1, WonPrizes.RED_PACKET, 1 + i), "o" + i);
        }
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            CyclicBarrier together = new CyclicBarrier(3);
            List<Future<List<Due>>> taking = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                taking.add(threads.submit(() -> {
                    together.await();
                    return outbox().take(10, HOLD);
                }));
            }
            Set<DrawKey> taken = new HashSet<>();
            for (Future<List<Due>> one : taking) {
                for (Due due : one.get()) {
                    assertTrue(taken.add(due.draw()), "taken twice");
                }
            }
            assertEquals(4, taken.size());
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void openidsAreSealedAgainTogetherWithTheAddresses() throws Exception {
        packets().collect(annas, "oAnna");
        new MariaDbAddressAdministration(there.line(), WonPrizes.keys(WonPrizes.NEW_KEY, WonPrizes.OLD_KEY))
                .rekey(new Author("Wang", "new key"), done -> {});
        assertEquals(
                "oAnna",
                new MariaDbRedPacketOutbox(there.line(), WonPrizes.keys(WonPrizes.NEW_KEY))
                        .take(10, HOLD)
                        .get(0)
                        .openid());
    }

    @Test
    void aRedPacketThatCannotBeOpenedFailsAndTheOthersContinue() throws Exception {
        packets().collect(annas, "oAnna");
        packets().collect(there.win(player(2), 1, WonPrizes.RED_PACKET, 2), "oBen");
        there.execute("UPDATE turntable.red_packet SET sealed = REVERSE(sealed) WHERE draw_number = 2");
        assertEquals(
                List.of("oBen"),
                outbox().take(10, HOLD).stream().map(Due::openid).toList());
        assertEquals("UNREADABLE", administration().list(State.FAILED).get(0).partnerReply());
    }

    private static MariaDbRedPackets packets() {
        return new MariaDbRedPackets(there.line(), WonPrizes.keys(WonPrizes.OLD_KEY));
    }

    private static MariaDbRedPacketOutbox outbox() {
        return new MariaDbRedPacketOutbox(there.line(), WonPrizes.keys(WonPrizes.OLD_KEY));
    }

    private static MariaDbRedPacketAdministration administration() {
        return new MariaDbRedPacketAdministration(there.line());
    }
}
