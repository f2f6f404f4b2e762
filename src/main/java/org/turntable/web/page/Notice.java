package org.turntable.web.page;

import java.util.Optional;

/**
 * Why a request was refused, as the page shows it. The code is in JSON responses and in {@code ?notice=}; the sentence
 * is the message {@code refusal.<code>}.
 */
public enum Notice {
    /** No player is signed in. */
    NOT_SIGNED_IN("not_signed_in"),
    /** The CSRF token or the Origin does not match: the page is outdated, or of another site. */
    FORBIDDEN("forbidden"),
    /** The player is blocked in this campaign. */
    BLOCKED("blocked"),
    /** The request cannot be understood. */
    BAD_REQUEST("bad_request"),
    /** There is no such campaign or draw. */
    NOT_FOUND("not_found"),
    /** The campaign has not begun. */
    NOT_BEGUN("not_begun"),
    /** The campaign is over. */
    ENDED("ended"),
    /** The operators have paused the campaign. */
    PAUSED("paused"),
    /** Today's chances are used up. */
    NO_CHANCES_TODAY("no_chances_today"),
    /** All chances are used up. */
    NO_CHANCES("no_chances"),
    /** The page is older than the player's last draw. */
    REFRESH("refresh"),
    /** Overload, or Redis is unavailable: the same draw may be requested again. */
    BUSY("busy");

    private final String code;

    Notice(String code) {
        this.code = code;
    }

    /** The refusal's name in JSON and in addresses. */
    public String code() {
        return code;
    }

    /** The key of the sentence in {@link Messages}. */
    public String messageKey() {
        return "refusal." + code;
    }

    /** The notice of a {@code ?notice=} value; empty when it is null or unknown. */
    public static Optional<Notice> of(String code) {
        for (Notice notice : values()) {
            if (notice.code.equals(code)) {
                return Optional.of(notice);
            }
        }
        return Optional.empty();
    }
}
