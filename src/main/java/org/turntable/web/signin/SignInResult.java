package org.turntable.web.signin;

import java.util.Locale;

/** The result of a sign-in with WeChat, for the log and the metric. */
enum SignInResult {
    /** The player is signed in. */
    SIGNED_IN,
    /** A second callback of a browser that is signed in already. */
    REPEATED,
    /** The callback was redirected to the entry line on which the sign-in began. */
    HANDED_ON,
    /** The state was not issued by this site. */
    FORGED,
    /** The state is older than ten minutes. */
    EXPIRED,
    /** The state was begun in another browser, or was used before. */
    FOREIGN,
    /** WeChat sent no code: the player declined. */
    NO_CODE,
    /** The code was used before. */
    CODE_USED,
    /** The code is invalid or expired. */
    CODE_REFUSED,
    /** A snapshot page, whose openid is a virtual one. */
    SNAPSHOT,
    /** WeChat or the partner was unavailable. */
    AWAY;

    /** The word in logs and metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
