package org.turntable.web.page;

/**
 * Where a verifier signs in.
 *
 * @param csrf the form's token
 * @param name what was typed
 * @param told what went wrong
 */
public record VerifierSignInPage(String csrf, String name, Told told) {
    /** What went wrong. */
    public enum Told {
        NOTHING, WRONG, LOCKED, BUSY;

        /** Its name in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
