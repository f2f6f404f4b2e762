package org.turntable.web.verifier;

/**
 * The sign-in page of verifiers.
 *
 * @param csrf the form's token
 * @param name the name as typed
 * @param problem why the last attempt failed
 */
public record VerifierSignInPage(String csrf, String name, Problem problem) {
    /** Why an attempt failed. */
    public enum Problem {
        NOTHING,
        WRONG,
        BUSY;

        /** Its name in message keys. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
