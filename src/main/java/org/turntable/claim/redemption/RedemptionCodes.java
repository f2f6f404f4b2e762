package org.turntable.claim.redemption;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.turntable.claim.CouponCodes.Unit;
import org.turntable.player.DrawKey;
import org.turntable.player.HmacSigner;

/**
 * The code that a winner shows in a store, as a QR code and as text: the unit of the prize, six characters of an HMAC
 * over the unit and its draw, and a check character. It is computed from data that the page has, and never changes.
 *
 * <p>A code that expires every minute would prevent screenshots from being passed on, but it would need a network
 * connection, which phones often do not have inside a shop. A code that was passed on is like a paper coupon that was
 * passed on: the first person who shows it gets the prize, and it is redeemed once only.
 */
public final class RedemptionCodes {
    /** Crockford's base 32, without I, L, O and U, which are easily confused or form words. */
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int BASE = 32;
    /** 30 bits: with the rate limit of a verifier, guessing takes years. */
    private static final int SEAL = 6;

    private static final int MOST = 7;
    private static final int GROUP = 4;
    private static final int PAGE_KEY_BYTES = 8;

    private final HmacSigner seal;
    private final HmacSigner pages;

    /**
     * A code with a valid check character; the HMAC can be checked only when the draw is known.
     *
     * @param unit the unit of the prize
     * @param seal the six characters of the HMAC
     */
    public record Typed(Unit unit, String seal) {}

    /** @param secret the one that signs identities */
    public RedemptionCodes(String secret) {
        seal = new HmacSigner(secret, "redemption code");
        pages = new HmacSigner(secret, "coupon page");
    }

    /**
     * The key in the address of the page with the code: 16 hex digits, another for each player and win. It redeems
     * nothing, so it may stand in logs and in the history of a browser.
     */
    public String pageKey(Unit unit, DrawKey draw) {
        return HexFormat.of().formatHex(Arrays.copyOf(pages.bytes(sealed(unit, draw)), PAGE_KEY_BYTES));
    }

    /** The code of a unit that a draw won, in groups of four, such as {@code 173V-7Q2M-4KXC}. */
    public String code(Unit unit, DrawKey draw) {
        String prize = digits(unit.prizeId());
        String bare = ALPHABET.charAt(prize.length()) + prize + digits(unit.ordinal()) + sealOf(unit, draw);
        return grouped(bare + check(bare));
    }

    /** Whether the HMAC of the code is that of the draw. */
    public boolean fits(Typed typed, DrawKey draw) {
        return java.security.MessageDigest.isEqual(
                sealOf(typed.unit, draw).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                typed.seal.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }

    /**
     * Parses a typed or scanned code: lower-case letters, spaces, hyphens and full-width forms are accepted, O is read
     * as 0, I and L as 1. Empty when the check character is wrong.
     */
    public static Optional<Typed> read(String text) {
        if (text == null || text.length() > 60) {
            return Optional.empty();
        }
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toUpperCase(Locale.ROOT)
                .replaceAll("[\\s\\p{Pd}]", "")
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
        if (!plain.matches("[0-9A-HJKMNP-TV-Z]{" + (3 + SEAL + 1) + ",24}")
                || check(plain.substring(0, plain.length() - 1)) != plain.charAt(plain.length() - 1)) {
            return Optional.empty();
        }
        int prizeDigits = ALPHABET.indexOf(plain.charAt(0));
        int sealFrom = plain.length() - 1 - SEAL;
        int ordinalDigits = sealFrom - 1 - prizeDigits;
        if (prizeDigits < 1 || prizeDigits > MOST || ordinalDigits < 1 || ordinalDigits > MOST) {
            return Optional.empty();
        }
        long prize = number(plain.substring(1, 1 + prizeDigits));
        long ordinal = number(plain.substring(1 + prizeDigits, sealFrom));
        return prize > Integer.MAX_VALUE || ordinal > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        new Typed(new Unit((int) prize, (int) ordinal), plain.substring(sealFrom, sealFrom + SEAL)));
    }

    private String sealOf(Unit unit, DrawKey draw) {
        byte[] bytes = seal.bytes(sealed(unit, draw));
        StringBuilder text = new StringBuilder(SEAL);
        for (int i = 0; i < SEAL; i++) {
            text.append(ALPHABET.charAt(bytes[i] & BASE - 1));
        }
        return text.toString();
    }

    private static String sealed(Unit unit, DrawKey draw) {
        return unit.prizeId() + "." + unit.ordinal() + "." + draw.text();
    }

    private static String digits(int number) {
        StringBuilder text = new StringBuilder();
        for (int left = number; left > 0; left /= BASE) {
            text.insert(0, ALPHABET.charAt(left % BASE));
        }
        return text.toString();
    }

    private static long number(String digits) {
        long number = 0;
        for (char digit : digits.toCharArray()) {
            number = number * BASE + ALPHABET.indexOf(digit);
        }
        return number;
    }

    /** Luhn's algorithm in base 32: detects every wrong character, and nearly every transposition. */
    private static char check(String text) {
        int sum = 0;
        int factor = 2;
        for (int i = text.length() - 1; i >= 0; i--) {
            int product = factor * ALPHABET.indexOf(text.charAt(i));
            sum += product / BASE + product % BASE;
            factor = 3 - factor;
        }
        return ALPHABET.charAt((BASE - sum % BASE) % BASE);
    }

    private static String grouped(String text) {
        return text.replaceAll("(.{" + GROUP + "})(?=.)", "$1-");
    }
}
