package org.turntable.claim.redemption;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.turntable.player.Players.player;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.claim.redemption.RedemptionCodes.Typed;
import org.turntable.player.DrawKey;

class RedemptionCodesTest {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final Unit UNIT = new Unit(7, 1234);
    private static final DrawKey DRAW = new DrawKey(3, player(1), 5);

    private final RedemptionCodes codes = new RedemptionCodes("a secret of thirty-two characters");

    @Test
    void aCodeIsReadBackAndIsValidForItsDrawOnly() {
        String code = codes.code(UNIT, DRAW);
        Typed typed = RedemptionCodes.read(code).orElseThrow();
        assertEquals(UNIT, typed.unit());
        assertTrue(codes.fits(typed, DRAW));
        assertFalse(codes.fits(typed, new DrawKey(3, player(2), 5)), "the unit is somebody else's");
        assertFalse(codes.fits(typed, new DrawKey(3, player(1), 6)));
        assertFalse(
                new RedemptionCodes("another secret of more than thirty-two").fits(typed, DRAW),
                "made without our secret");
        assertEquals(code, codes.code(UNIT, DRAW), "and never changes");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "31, 32", "32, 31", "1023, 1024", "2147483647, 2147483647", "7, 20000"})
    void unitsOfAllSizesFit(int prize, int ordinal) {
        String code = codes.code(new Unit(prize, ordinal), DRAW);
        assertEquals(
                new Unit(prize, ordinal),
                RedemptionCodes.read(code).orElseThrow().unit(),
                code);
    }

    @Test
    void aCodeOfTypicalNumbersIsShort() {
        assertEquals(14, codes.code(new Unit(7, 1234), DRAW).length(), "twelve characters and two hyphens");
    }

    @Test
    void allSpellingsOfACodeAreAccepted() {
        String code = codes.code(UNIT, DRAW);
        for (String typed : new String[] {
            code.toLowerCase(java.util.Locale.ROOT),
            code.replace("-", ""),
            code.replace("-", " "),
            " " + code + " ",
            code.replace('0', 'O').replace('1', 'l'),
            code.replace('0', 'o').replace('1', 'I'),
            code.replace("-", "\u2013"),
            fullWidth(code)
        }) {
            assertEquals(RedemptionCodes.read(code), RedemptionCodes.read(typed), typed);
        }
    }

    @Test
    void everyWrongCharacterIsDetectedWithoutAQuery() {
        String code = codes.code(UNIT, DRAW).replace("-", "");
        for (int i = 0; i < code.length(); i++) {
            for (char other : ALPHABET.toCharArray()) {
                if (other != code.charAt(i)) {
                    String wrong = code.substring(0, i) + other + code.substring(i + 1);
                    assertEquals(Optional.empty(), RedemptionCodes.read(wrong), wrong);
                }
            }
        }
    }

    @Test
    void transpositionsAreDetectedExceptOfTheFirstAndLastLetterOfTheAlphabet() {
        String code = codes.code(UNIT, DRAW).replace("-", "");
        for (int i = 0; i + 1 < code.length(); i++) {
            char a = code.charAt(i);
            char b = code.charAt(i + 1);
            if (a != b && !("0Z".indexOf(a) >= 0 && "0Z".indexOf(b) >= 0)) {
                String wrong = code.substring(0, i) + b + a + code.substring(i + 2);
                assertEquals(Optional.empty(), RedemptionCodes.read(wrong), wrong);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "0",
                "----",
                "000000000000",
                "https://evil.example",
                "ZZZZZZZZZZZZZZZZZZZZZZZZ",
                "1234567890123456789012345678901234567890123456789012345678901234567890",
                "<script>",
                "١٢٣٤٥٦٧٨٩٠١٢",
                "'; DROP TABLE",
                "9000000000000"
            })
    void malformedCodesAreRejected(String text) {
        assertEquals(Optional.empty(), RedemptionCodes.read(text));
    }

    @Test
    void anEmptyCodeIsRejected() {
        assertEquals(Optional.empty(), RedemptionCodes.read(null));
    }

    private static String fullWidth(String text) {
        StringBuilder wide = new StringBuilder();
        text.chars().forEach(c -> wide.append((char) (c + 0xFEE0)));
        return wide.toString();
    }
}
