package org.turntable.staff;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.turntable.player.HmacSigner;

/**
 * Codes for an operator whose second factor is lost: shown once, each good once. Only hashes are stored, with a key
 * that is not in the database.
 */
public final class RecoveryCodes {
    /** How many there are. */
    public static final int COUNT = 10;

    private static final int GROUPS = 3;
    private final HmacSigner hashes;

    /** @param secret {@code identity.secret}, from which the key is derived */
    public RecoveryCodes(String secret) {
        this.hashes = new HmacSigner(secret, "operator recovery code");
    }

    /** New codes of 12 characters from an alphabet of 31 (59 bits): {@code k7mn-2wxa-pq3r}. */
    static List<String> make(SecureRandom random) {
        return IntStream.range(0, COUNT)
                .mapToObj(number -> PasswordGenerator.make(random, GROUPS))
                .toList();
    }

    /** The stored hash of a code; of any other text too. Case, spaces and hyphens do not count. */
    byte[] hash(String operator, String typed) {
        return hashes.bytes(operator + "\n" + typed.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", ""));
    }
}
