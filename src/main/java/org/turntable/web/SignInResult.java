package org.turntable.web;

import java.util.Locale;

/** How a sign-in with WeChat came out: one line of the log and one count each. */
enum SignInResult {
    /** The player is signed in. */
    SIGNED_IN,
    /** A second callback of a browser that is signed in already. */
    REPEATED,
    /** The callback went on to the entry line on which the sign-in began. */
    HANDED_ON,
    /** The state is none of ours. */
    FORGED,
    /** The state is older than ten minutes. */
    EXPIRED,
    /** The state was begun in another browser, or was used before. */
    FOREIGN,
    /** WeChat sent no code: the player declined. */
    NO_CODE,
    /** The code had served before. */
    CODE_USED,
    /** The code is none, or was too old. */
    CODE_REFUSED,
    /** A snapshot page, whose openid is a virtual one. */
    SNAPSHOT,
    /** WeChat, or the partner, could not be asked. */
    AWAY;

    /** As it stands in logs and metrics. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
