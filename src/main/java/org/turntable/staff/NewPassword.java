package org.turntable.staff;

import java.security.SecureRandom;

/** Makes passwords for people to keep in a password manager, or to type on a phone: nobody chooses a weak one. */
public final class NewPassword {
    /** None that is taken for another: no 0 and o, no 1, i and l. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private NewPassword() {
    }

    /** Sixteen characters of 31 kinds, 79 bits, in groups of four such as {@code k7mn-2wxa-…}. */
    public static String make(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int at = 0; at < GROUPS * GROUP; at++) {
            if (at > 0 && at % GROUP == 0) {
                password.append('-');
            }
            password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }
}
