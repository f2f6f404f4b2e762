package org.turntable.web.verifier;

/**
 * The page on which a verifier scans and confirms.
 *
 * @param verifier the name of the signed-in verifier
 * @param store the verifier's store
 * @param csrf the token of the page's forms
 * @param shown the status of the given code; null where none was given
 */
public record RedeemPage(String verifier, String store, String csrf, Shown shown) {
    /**
     * A code and its status.
     *
     * @param word {@code open}, {@code redeemed}, {@code unknown}, {@code done} or {@code before}
     * @param code as given
     * @param confirmation the id of its confirmation; null where none is possible
     * @param prize the prize; null for unknown
     * @param campaign the campaign; null for unknown
     * @param won when it was won; null for unknown
     * @param store where it was redeemed; null where it was not
     * @param at when
     */
    public record Shown(
            String word,
            String code,
            String confirmation,
            String prize,
            String campaign,
            String won,
            String store,
            String at) {
        /** An unknown code. */
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
