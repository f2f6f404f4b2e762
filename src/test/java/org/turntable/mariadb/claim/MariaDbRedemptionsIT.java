package org.turntable.mariadb.claim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.security.SecureRandom;
import java.time.Instant;
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
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.redemption.RedemptionCodes;
import org.turntable.claim.redemption.RedemptionService;
import org.turntable.claim.redemption.Redemptions.Confirmed;
import org.turntable.claim.redemption.Redemptions.Outcome;
import org.turntable.claim.redemption.VerifierSignIn;
import org.turntable.claim.redemption.Verifiers.Session;
import org.turntable.claim.redemption.Verifiers.Verifier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.player.DrawKey;
import org.turntable.player.PlayerId;
import org.turntable.staff.KnownDevices;
import org.turntable.staff.MapCounters;
import org.turntable.staff.PasswordHash;
import org.turntable.staff.PasswordSignIn.Result;
import org.turntable.staff.SignInSource;

/** Redemptions against a real MariaDB: once for ever, by whoever may. */
class MariaDbRedemptionsIT {
    private static final PlayerId ANNA = player(1);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final RedemptionCodes CODES = new RedemptionCodes("a secret of thirty-two characters");
    private static WonPrizes there;
    private static PasswordHash lisPassword;

    private int campaign;
    private Unit unit;
    private DrawKey annas;
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
    void aCodeIsLookedUpAndConfirmedOnce() throws Exception {
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
        assertEquals(
                Optional.of(first.redeemed()), desk().look(code).orElseThrow().redeemed());
    }

    @Test
    void aRepeatedConfirmationHasTheSameResultAndWritesAHeartbeat() throws Exception {
        byte[] id = id();
        String code = CODES.code(unit, annas);
        Confirmed first = desk().confirm(code, id, li).orElseThrow();
        long before = beats();
        assertEquals(first, desk().confirm(code, id, li).orElseThrow());
        assertEquals(before + 1, beats(), "a row that was only read may not be on a second machine");
        assertEquals(
                Outcome.BEFORE,
                desk().confirm(code, id, wang).orElseThrow().outcome(),
                "another verifier's, under the same name");
    }

    @Test
    void ofManyConfirmationsAtTheSameTimeOneSucceeds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(6);
        try {
            for (int round = 1; round <= 5; round++) {
                DrawKey draw = round == 3 ? annas : there.win(player(100 + round), 1, WonPrizes.COUPON, round);
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
    void aCodeOfAFreeUnitOfAnotherKindOrWithAWrongHmacIsInvalid() throws Exception {
        DrawKey watch = there.win(ANNA, 5, WonPrizes.POSTED, 1);
        for (String code : List.of(
                CODES.code(new Unit(unit.prizeId(), 1), annas),
                CODES.code(new Unit(unit.prizeId(), 99), annas),
                CODES.code(new Unit(there.prizeId(WonPrizes.POSTED), 1), watch),
                CODES.code(unit, new DrawKey(campaign, player(2), 2)),
                new RedemptionCodes("another secret of more than thirty-two").code(unit, annas),
                "nonsense")) {
            assertEquals(Optional.empty(), desk().look(code), code);
            assertEquals(Optional.empty(), desk().confirm(code, id(), li), code);
        }
        assertEquals("0", there.ask("SELECT COUNT(*) FROM turntable.redemption"));
    }

    @Test
    void aDisabledOrResetVerifierCannotConfirm() throws Exception {
        String code = CODES.code(unit, annas);
        verifiers().disable("li", "Wang");
        verifiers().reset("wang", lisPassword, "Wang");
        assertEquals(
                Outcome.NOT_ALLOWED,
                desk().confirm(code, id(), li).orElseThrow().outcome());
        assertEquals(
                Outcome.NOT_ALLOWED,
                desk().confirm(code, id(), wang).orElseThrow().outcome());
        assertFalse(desk().allows(li));
        assertFalse(desk().allows(wang));
        assertTrue(desk().allows(session("wang")));
        assertEquals("0", there.ask("SELECT COUNT(*) FROM turntable.redemption"));
        assertEquals(
                Outcome.DONE,
                desk().confirm(code, id(), session("wang")).orElseThrow().outcome());
    }

    @Test
    void theRightPasswordLetsInAndAWrongOneAndAStrangerAreToldAlike() throws Exception {
        assertEquals(
                "湖滨店",
                assertInstanceOf(
                                Verifier.class,
                                assertInstanceOf(Result.SignedIn.class, signIn("li", "li-password"))
                                        .account())
                        .store());
        assertInstanceOf(Result.Rejected.class, signIn("li", "LI-password"));
        assertInstanceOf(Result.Rejected.class, signIn("nobody", "li-password"));
        verifiers().disable("li", "Wang");
        assertInstanceOf(Result.Rejected.class, signIn("li", "li-password"));
        verifiers().reset("li", lisPassword, "Wang");
        assertInstanceOf(Result.SignedIn.class, signIn("li", "li-password"));
    }

    @Test
    void everyChangeOfAnAccountIsRecordedWithItsAuthor() throws Exception {
        there.execute("TRUNCATE turntable.verifier_change");
        verifiers().add("chen", "湖滨店", lisPassword, "Wang");
        verifiers().disable("chen", "王丽");
        verifiers().reset("chen", lisPassword, "Wang");
        assertFalse(verifiers().disable("nobody", "Wang"));
        assertEquals(
                "add chen Wang,disable chen 王丽,reset chen Wang",
                there.ask("SELECT GROUP_CONCAT(what, ' ', verifier, ' ', by_whom ORDER BY id) "
                        + "FROM turntable.verifier_change"));
    }

    @Test
    void namesAreUniqueAndTheListShowsTheRedemptions() throws Exception {
        assertFalse(verifiers().add("li", "另一家", lisPassword, "test"));
        assertFalse(verifiers().disable("nobody", "Wang"));
        assertFalse(verifiers().reset("nobody", lisPassword, "Wang"));
        assertEquals("2", there.ask("SELECT COUNT(*) FROM turntable.verifier"));
        desk().confirm(CODES.code(unit, annas), id(), li);
        assertEquals(
                List.of("li 1", "wang 0"),
                verifiers().list().stream()
                        .map(one -> one.name() + " " + one.redemptions())
                        .toList());
    }

    @Test
    void nothingIsConfirmedWhileTheDatabaseIsUnavailable() {
        RedemptionService away = new RedemptionService(
                CODES,
                new MariaDbRedemptions(new ClaimTransactions(there.database().pool(), () -> false, 1), "node-1"));
        assertThrows(DatabaseUnavailableException.class, () -> away.confirm(CODES.code(unit, annas), id(), li));
    }

    private static Session session(String name) {
        String row =
                there.ask("SELECT CONCAT(id, ' ', generation) FROM turntable.verifier WHERE name = '" + name + "'");
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

    private static Result<Verifier> signIn(String name, String password) throws Exception {
        return VerifierSignIn.of(
                        verifiers(), new MapCounters(), new KnownDevices("a secret of thirty-two characters", RANDOM))
                .signIn(Optional.of(name), password, new SignInSource("192.0.2.1", cookie -> List.of()), Instant.now());
    }

    private static MariaDbRedemptions redemptions() {
        return new MariaDbRedemptions(there.line(), "node-1");
    }

    private static RedemptionService desk() {
        return new RedemptionService(CODES, redemptions());
    }
}
