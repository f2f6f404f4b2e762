package org.turntable.staff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    /** Appendix B of RFC 6238; six digits are the last six of its eight. */
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void theCodesAreThoseOfTheRfc(long second, String eightDigits) {
        assertEquals(eightDigits.substring(2), Totp.code(SECRET, Totp.step(Instant.ofEpochSecond(second))));
    }

    @ParameterizedTest
    @CsvSource({"-60, false", "-59, true", "-30, true", "0, true", "1, true", "30, true", "31, false", "60, false"})
    void aCodeIsAcceptedAStepBeforeAndAStepAfterItsOwn(long secondsFromIt, boolean accepted) {
        Instant typedAt = Instant.ofEpochSecond(1_234_567_890);
        String code = Totp.code(SECRET, Totp.step(typedAt.plusSeconds(-secondsFromIt)));
        assertEquals(
                accepted ? OptionalLong.of(Totp.step(typedAt.plusSeconds(-secondsFromIt))) : OptionalLong.empty(),
                Totp.stepOf(SECRET, code, typedAt));
    }

    @ParameterizedTest
    @CsvSource({"''", "00592", "8900592", "00592x", "005923"})
    void anythingElseIsWrong(String typed) {
        assertEquals(OptionalLong.empty(), Totp.stepOf(SECRET, typed, Instant.ofEpochSecond(1_234_567_890)));
        assertEquals(OptionalLong.empty(), Totp.stepOf(SECRET, null, Instant.ofEpochSecond(1_234_567_890)));
    }

    @Test
    void anAppReadsTheKeyInBase32() {
        assertEquals("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.key(SECRET));
        assertEquals(
                "otpauth://totp/ops.example.com:li.na?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ops.example.com",
                Totp.address("ops.example.com", "li.na", SECRET));
    }
}
