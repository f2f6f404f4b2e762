package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void aPasswordMatchesItsHashAfterStorage() {
        PasswordHash kept = PasswordHash.parse(
                        PasswordHash.of("k7mn-2wxa-pq3r-z9ty", RANDOM).text())
                .orElseThrow();
        assertTrue(kept.fits("k7mn-2wxa-pq3r-z9ty"));
        assertFalse(kept.fits("k7mn-2wxa-pq3r-z9tY"));
        assertFalse(kept.fits(""));
        assertFalse(kept.fits(null));
        assertFalse(kept.fits("k".repeat(PasswordHash.LONGEST + 1)));
        assertFalse(kept.fits("-"));
    }

    @Test
    void sixHundredThousandRoundsAndASaltOfItsOwn() {
        PasswordHash one = PasswordHash.of("the same", RANDOM);
        PasswordHash other = PasswordHash.of("the same", RANDOM);
        assertTrue(one.rounds() >= 600_000, "rounds: " + one.rounds());
        assertNotEquals(one.text(), other.text());
        assertEquals(90, one.text().length());
        assertFalse(one.toString().contains(Base64.getEncoder().encodeToString(one.key())));
    }

    /** Of another implementation: Python's hashlib.pbkdf2_hmac('sha256', b'password', b'saltsaltsaltsalt', 1000). */
    @Test
    void theHashIsStandardPbkdf2() {
        assertTrue(PasswordHash.parse(
                        "pbkdf2-sha256$1000$c2FsdHNhbHRzYWx0c2FsdA==$8nX7hwFEzIB8aPajJTYK8weHQc5Ngz0pFVAKvSu4jQA=")
                .orElseThrow()
                .fits("password"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "secret",
                "pbkdf2-sha256$0$c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256$99999999$c2FsdHNhbHRzYWx0c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256$600000$c2FsdA==$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                "pbkdf2-sha256$600000$c2FsdHNhbHRzYWx0c2FsdA==$"
            })
    void malformedHashesAreRejected(String text) {
        assertTrue(PasswordHash.parse(text).isEmpty());
    }

    @Test
    void aNewPasswordIsReadableAndNeverTheSame() {
        Set<String> made = new TreeSet<>();
        for (int i = 0; i < 100; i++) {
            String password = PasswordGenerator.make(RANDOM);
            assertTrue(password.matches("([a-hj-km-np-z2-9]{4}-){3}[a-hj-km-np-z2-9]{4}"), password);
            made.add(password);
        }
        assertEquals(100, made.size());
    }
}
