package org.turntable.staff;

import java.security.SecureRandom;

/** Generates passwords for operators and verifiers, so that no weak ones are chosen. */
public final class PasswordGenerator {
    /** Without characters that look alike: 0 and o; 1, i and l. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private PasswordGenerator() {}

    /** A password of 16 characters from an alphabet of 31 (79 bits), in groups of four: {@code k7mn-2wxa-…}. */
    public static String make(SecureRandom random) {
        return make(random, GROUPS);
    }

    /** The same with another number of groups, 1 or more. */
    static String make(SecureRandom random, int groups) {
        StringBuilder password = new StringBuilder();
        for (int at = 0; at < groups * GROUP; at++) {
            if (at > 0 && at % GROUP == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
