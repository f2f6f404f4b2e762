package org.turntable.web.page;

/**
 * Where a verifier scans and confirms.
 *
 * @param verifier who is signed in
 * @param store    where
 * @param csrf     the token of the page's forms
 * @param shown    what the code that was given is; null where none was
 */
public record RedeemPage(String verifier, String store, String csrf, Shown shown) {
    /**
     * A code and what it is.
     *
     * @param word         {@code open}, {@code redeemed}, {@code unknown}, {@code done} or {@code before}
     * @param code         as it was given
     * @param confirmation names a confirmation of it; null where none is to be made
     * @param prize        the prize; null for unknown
     * @param campaign     the campaign; null for unknown
     * @param won          when it was won; null for unknown
     * @param store        where it was redeemed; null where it was not
     * @param at           when
     */
    public record Shown(String word, String code, String confirmation, String prize, String campaign, String won, String store, String at) {
        /** A code that is none. */
        public static Shown unknown(String code) {
            return new Shown("unknown", code, null, null, null, null, null, null);
        }
    }

    /** The page before a code was given. */
    public static RedeemPage of(String verifier, String store, String csrf) {
        return new RedeemPage(verifier, store, csrf, null);
    }

    /** The same with a code. */
    public RedeemPage with(Shown code) {
        return new RedeemPage(verifier, store, csrf, code);
    }
}
