package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.SecondFactor.Outcome;

class SecondFactorTest {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-10-01T12:00:00Z");
    private static final String KEY = "a secret of thirty-two characters";
    private static final PasswordHash HASH = PasswordHash.of("password", RANDOM);

    private final Store store = new Store();
    private final SecondFactor factor = factor(KEY);
    private final byte[] sealed = factor.newSecret("li.na");
    private final byte[] secret = factor.open("li.na", sealed).orElseThrow();

    @Test
    void aTokenAndACodeSetItUpAndTheRecoveryCodesAreGoodOnce() throws Exception {
        store.enrolment = new OperatorFactors.Enrolment(EnrolmentToken.hash("token"), NOW.plusSeconds(60));
        Account none = account(Optional.empty());
        assertFalse(factor.allowsSetUp(none, "tokem", Optional.empty(), "net", NOW));
        assertFalse(factor.allowsSetUp(none, null, Optional.empty(), "net", NOW));
        assertFalse(factor.allowsSetUp(none, "token", Optional.empty(), "net", NOW.plusSeconds(60)), "too late");
        assertTrue(factor.allowsSetUp(none, " token ", Optional.empty(), "net", NOW));
        byte[] hash = EnrolmentToken.hash("token");
        assertEquals(Optional.empty(), factor.setUp(none, hash, sealed, "000000", NOW), "the app shows another code");
        List<String> codes = factor.setUp(none, hash, sealed, code(0), NOW).orElseThrow();
        assertEquals(10, new HashSet<>(codes).size());
        Account li = account(Optional.of(sealed));
        assertEquals(Outcome.RECOVERED, verify(li, codes.get(4).toUpperCase().replace("-", " ")));
        assertEquals(Outcome.WRONG, verify(li, codes.get(4)));
        assertEquals(Outcome.RECOVERED, verify(li, codes.get(5)));
        assertEquals(Outcome.USED_BEFORE, verify(li, code(0)), "the code of the set-up was used");
    }

    @Test
    void aCodeIsGoodOnceAndNoneBeforeItIsGoodAfterIt() throws Exception {
        Account li = account(Optional.of(sealed));
        assertEquals(Outcome.WRONG, verify(li, "000000"));
        assertEquals(Outcome.WRONG, verify(li, null));
        assertEquals(Outcome.ACCEPTED, verify(li, code(0).substring(0, 3) + " " + code(0).substring(3)));
        assertEquals(Outcome.USED_BEFORE, verify(li, code(0)));
        assertEquals(Outcome.USED_BEFORE, verify(li, code(-1)));
        assertEquals(Outcome.ACCEPTED, verify(li, code(1)));
    }

    @Test
    void afterFiveWrongCodesTheRightOneIsNotComparedButAKnownDeviceIsNotConcerned() throws Exception {
        Account li = account(Optional.of(sealed));
        for (int guess = 0; guess < 5; guess++) {
            assertEquals(Outcome.WRONG, verify(li, "000000"));
        }
        assertEquals(Outcome.TOO_MANY, verify(li, code(0)));
        assertEquals(Outcome.ACCEPTED, factor.verify(li, code(0), Optional.of("phone"), "net", NOW));
    }

    @Test
    void aSealedSecretIsOfOneOperatorAndOneKey() throws Exception {
        assertEquals(Optional.empty(), factor.open("chen", sealed));
        sealed[14] ^= 1;
        assertEquals(Optional.empty(), factor.open("li.na", sealed));
        sealed[14] ^= 1;
        assertEquals(
                Outcome.UNREADABLE,
                factor("another secret of thirty-two chars")
                        .verify(account(Optional.of(sealed)), code(0), Optional.empty(), "net", NOW));
        assertEquals(Outcome.WRONG, verify(account(Optional.empty()), code(0)), "there is no factor");
    }

    private SecondFactor factor(String key) {
        return new SecondFactor(
                store,
                new SignInGuard("operator-factor", new MapCounters(), SignInLimits.FACTOR),
                new FactorSeal(key, RANDOM),
                new RecoveryCodes(key),
                RANDOM);
    }

    private Outcome verify(Account account, String typed) throws Exception {
        return factor.verify(account, typed, Optional.empty(), "net", NOW);
    }

    private String code(int stepsFromNow) {
        return Totp.code(secret, Totp.step(NOW) + stepsFromNow);
    }

    private static Account account(Optional<byte[]> sealed) {
        return new Account("li.na", HASH, 1, true, null, sealed);
    }

    private static final class Store implements OperatorFactors {
        private final Set<ByteBuffer> recovery = new HashSet<>();
        private Enrolment enrolment;
        private long last;

        @Override
        public Optional<Enrolment> enrolment(String operator) {
            return Optional.ofNullable(enrolment);
        }

        @Override
        public boolean useStep(String operator, long step) {
            boolean later = step > last;
            last = Math.max(step, last);
            return later;
        }

        @Override
        public boolean useRecoveryCode(String operator, byte[] hash, Instant now) {
            return recovery.remove(ByteBuffer.wrap(hash));
        }

        @Override
        public boolean setUp(String operator, byte[] tokenHash, NewFactor factor, Instant now) {
            last = factor.step();
            factor.recovery().forEach(hash -> recovery.add(ByteBuffer.wrap(hash)));
            return true;
        }

        @Override
        public void enrol(String operator, Enrolment given, String byWhom, Instant now) {
            enrolment = given;
        }

        @Override
        public void reset(String operator, Enrolment given, String byWhom, String reason, Instant now) {
            enrolment = given;
        }
    }
}
