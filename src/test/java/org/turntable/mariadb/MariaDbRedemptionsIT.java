package org.turntable.mariadb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.turntable.award.ClaimsUnavailable;
import org.turntable.award.CouponCodes.Unit;
import org.turntable.award.WonDraw;
import org.turntable.award.redemption.RedemptionCodes;
import org.turntable.award.redemption.Redemptions.Confirmed;
import org.turntable.award.redemption.Redemptions.Outcome;
import org.turntable.award.redemption.StoreDesk;
import org.turntable.award.redemption.VerifierSignIn;
import org.turntable.award.redemption.VerifierSignIn.Result;
import org.turntable.award.redemption.Verifiers.Listed;
import org.turntable.award.redemption.Verifiers.Session;
import org.turntable.player.PlayerId;
import org.turntable.staff.PasswordHash;

/** Redemptions against a real MariaDB: once for ever, by whoever may. */
class MariaDbRedemptionsIT {
    private static final PlayerId ANNA = player(1);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final RedemptionCodes CODES = new RedemptionCodes("a secret of thirty-two characters");
    private static WonPrizes there;
    private static PasswordHash lisPassword;

    private int campaign;
    private Unit unit;
    private WonDraw annas;
    private Session li;
    private Session wang;

    @BeforeAll
    static void start() {
        there = new WonPrizes();
        lisPassword = PasswordHash.of("li-password", RANDOM);
    }

    @AfterAll
    static void stop() {
        there.close();
    }

    @BeforeEach
    void annaWonACouponAndTwoVerifiersAreThere() throws Exception {
        there.execute("DELETE FROM turntable.redemption", "DELETE FROM turntable.verifier");
        campaign = there.newCampaign();
        annas = there.win(ANNA, 2, WonPrizes.COUPON, 3);
        unit = new Unit(there.prizeId(WonPrizes.COUPON), 3);
        assertTrue(verifiers().add("li", "湖滨店", lisPassword, "test"));
        assertTrue(verifiers().add("wang", "城西店", lisPassword, "test"));
        li = session("li");
        wang = session("wang");
    }

    @Test
    void aCodeThatIsShownIsLookedAtAndConfirmedOnce() throws Exception {
        String code = CODES.code(unit, annas);
        assertEquals("优惠券", desk().look(code).orElseThrow().prize().chinese());
        assertEquals(Optional.empty(), desk().look(code).orElseThrow().redeemed());
        Confirmed first = desk().confirm(code, id(), li).orElseThrow();
        assertEquals(Outcome.DONE, first.outcome());
        assertEquals("湖滨店", first.redeemed().store());
        Confirmed second = desk().confirm(code, id(), wang).orElseThrow();
        assertEquals(Outcome.BEFORE, second.outcome());
        assertEquals(first.redeemed(), second.redeemed(), "and where it was is told");
        assertEquals(Map.of(2, first.redeemed()), redemptions().of(campaign, ANNA));
        assertEquals(Optional.of(first.redeemed()), desk().look(code).orElseThrow().redeemed());
    }

    @Test
    void theSameConfirmationAgainIsAnsweredAlikeAndBeatsSoThatItIsSafe() throws Exception {
        byte[] id = id();
        String code = CODES.code(unit, annas);
        Confirmed first = desk().confirm(code, id, li).orElseThrow();
        long before = beats();
        assertEquals(first, desk().confirm(code, id, li).orElseThrow());
        assertEquals(before + 1, beats(), "a row that was only read may not be on a second machine");
        assertEquals(Outcome.BEFORE, desk().confirm(code, id, wang).orElseThrow().outcome(), "another verifier's, under the same name");
    }

    @Test
    void whenManyPressAtOnceOneMayHandItOut() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int round = 1; round <= 5; round++) {
                WonDraw draw = round == 3 ? annas : there.win(player(100 + round), 1, WonPrizes.COUPON, round);
                String code = CODES.code(new Unit(unit.prizeId(), round), draw);
                CyclicBarrier together = new CyclicBarrier(6);
                List<Future<Outcome>> presses = new ArrayList<>();
                for (int i = 0; i < 6; i++) {
                    Session by = i % 2 == 0 ? li : wang;
                    presses.add(threads.submit(() -> {
                        together.await();
                        return desk().confirm(code, id(), by).orElseThrow().outcome();
                    }));
                }
                List<Outcome> outcomes = new ArrayList<>();
                for (Future<Outcome> press : presses) {
                    outcomes.add(press.get());
                }
                assertEquals(1, outcomes.stream().filter(Outcome.DONE::equals).count(), outcomes.toString());
                assertEquals(5, outcomes.stream().filter(Outcome.BEFORE::equals).count(), outcomes.toString());
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals("5", there.ask("SELECT COUNT(*) FROM turntable.redemption"));
    }

    @Test
    void aCodeOfAUnitThatNobodyWonOfAnotherKindOrWithAForeignSealIsNone() throws Exception {
        WonDraw watch = there.win(ANNA, 5, WonPrizes.POSTED, 1);
        for (String code : List.of(CODES.code(new Unit(unit.prizeId(), 1), annas), CODES.code(new Unit(unit.prizeId(), 99), annas),
                CODES.code(new Unit(there.prizeId(WonPrizes.POSTED), 1), watch), CODES.code(unit, new WonDraw(campaign, player(2), 2)),
                new RedemptionCodes("another secret of more than thirty-two").code(unit, annas), "nonsense")) {
            assertEquals(Optional.empty(), desk().look(code), code);
            assertEquals(Optional.empty(), desk().confirm(code, id(), li), code);
        }
        assertEquals("0", there.ask("SELECT COUNT(*) FROM turntable.redemption"));
    }

    @Test
    void aVerifierWhoWasDisabledOrResetConfirmsNothingMore() throws Exception {
        String code = CODES.code(unit, annas);
        verifiers().disable("li");
        verifiers().reset("wang", lisPassword);
        assertEquals(Outcome.NOT_ALLOWED, desk().confirm(code, id(), li).orElseThrow().outcome());
        assertEquals(Outcome.NOT_ALLOWED, desk().confirm(code, id(), wang).orElseThrow().outcome());
        assertEquals("0", there.ask("SELECT COUNT(*) FROM turntable.redemption"));
        assertEquals(Outcome.DONE, desk().confirm(code, id(), session("wang")).orElseThrow().outcome());
    }

    @Test
    void theRightPasswordLetsInAndAWrongOneAndAStrangerAreToldAlike() throws Exception {
        VerifierSignIn signIn = signIn();
        assertEquals("湖滨店", assertInstanceOf(Result.In.class, signIn.attempt("li", "li-password")).verifier().store());
        assertInstanceOf(Result.Wrong.class, signIn.attempt("li", "LI-password"));
        assertInstanceOf(Result.Wrong.class, signIn.attempt("nobody", "li-password"));
        verifiers().disable("li");
        assertInstanceOf(Result.Wrong.class, signIn.attempt("li", "li-password"));
        verifiers().reset("li", lisPassword);
        assertInstanceOf(Result.In.class, signIn.attempt("li", "li-password"));
    }

    @Test
    void afterFiveWrongPasswordsTheRightOneHasToWaitOnEveryNode() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertInstanceOf(Result.Wrong.class, signIn().attempt("li", "guess " + i));
        }
        assertInstanceOf(Result.Locked.class, signIn().attempt("li", "li-password"));
        assertInstanceOf(Result.Locked.class, signIn().attempt("li", "li-password"));
        assertEquals("5", there.ask("SELECT failures FROM turntable.verifier WHERE name = 'li'"), "a try while it is locked makes it no longer");
        assertTrue(listed("li").lockedUntil().isPresent());
        assertInstanceOf(Result.In.class, signIn().attempt("wang", "li-password"), "nobody else is locked");
        there.execute("UPDATE turntable.verifier SET last_try_at = UTC_TIMESTAMP(3) - INTERVAL 61 SECOND WHERE name = 'li'");
        assertInstanceOf(Result.In.class, signIn().attempt("li", "li-password"));
        assertEquals("0", there.ask("SELECT failures FROM turntable.verifier WHERE name = 'li'"));
    }

    @Test
    void guessesThatComeTogetherAreCountedBeforeTheyAreLookedAt() throws Exception {
        int open = 0;
        for (int i = 0; i < 20; i++) {
            open += verifiers().begin("li").verifier().isPresent() ? 1 : 0;
        }
        assertEquals(5, open);
    }

    @Test
    void ofANameThereIsOneAndTheListTellsWhatItRedeemed() throws Exception {
        assertFalse(verifiers().add("li", "另一家", lisPassword, "test"));
        assertFalse(verifiers().disable("nobody"));
        assertFalse(verifiers().reset("nobody", lisPassword));
        assertEquals("2", there.ask("SELECT COUNT(*) FROM turntable.verifier"));
        desk().confirm(CODES.code(unit, annas), id(), li);
        assertEquals(1, listed("li").redemptions());
    }

    @Test
    void whileTheDatabaseIsHeldForAwayNothingIsConfirmed() {
        StoreDesk away = new StoreDesk(CODES, new MariaDbRedemptions(new FewAtOnce(there.database().pool(), () -> false, 1), "node-1"));
        assertThrows(ClaimsUnavailable.class, () -> away.confirm(CODES.code(unit, annas), id(), li));
    }

    private static Listed listed(String name) throws ClaimsUnavailable {
        return verifiers().list().stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    private static Session session(String name) {
        String row = there.ask("SELECT CONCAT(id, ' ', generation) FROM turntable.verifier WHERE name = '" + name + "'");
        return new Session(Integer.parseInt(row.split(" ")[0]), Integer.parseInt(row.split(" ")[1]));
    }

    private static long beats() {
        return Long.parseLong(there.ask("SELECT COALESCE(SUM(beats), 0) FROM turntable.ledger_beat"));
    }

    private static byte[] id() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return id;
    }

    private static MariaDbVerifiers verifiers() {
        return new MariaDbVerifiers(there.line());
    }

    private static VerifierSignIn signIn() {
        return new VerifierSignIn(verifiers());
    }

    private static MariaDbRedemptions redemptions() {
        return new MariaDbRedemptions(there.line(), "node-1");
    }

    private static StoreDesk desk() {
        return new StoreDesk(CODES, redemptions());
    }
}
