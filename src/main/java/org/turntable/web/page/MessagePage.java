package org.turntable.web.page;

import java.util.Objects;

/**
 * A page with one message: an error, or that there is nothing to show.
 *
 * @param status the HTTP status that it is sent with
 * @param title a few words
 * @param text one or two sentences on what to do
 * @param code the request id, as a code for the support; empty when there is none
 * @param retryPath where "try again" leads (a local path with {@code /}); null for no such button
 * @param retryAfterSeconds after how long the page reloads automatically, with jitter; 0 for never
 * @param button the label of the button; null for "try again"
 * @param otherPath where a second, less prominent link leads (a local path with {@code /}); null for no such link
 */
public record MessagePage(
        int status,
        String title,
        String text,
        String code,
        String retryPath,
        int retryAfterSeconds,
        String button,
        String otherPath) {
    /** A page whose button, if it has one, has the label "try again". */
    public MessagePage(int status, String title, String text, String code, String retryPath, int retryAfterSeconds) {
        this(status, title, text, code, retryPath, retryAfterSeconds, null, null);
    }

    /** Refuses a missing title or text. */
    public MessagePage {
        Objects.requireNonNull(title, "title");
        Objects.requireNonNull(text, "text");
        code = Objects.requireNonNullElse(code, "");
    }

    /**
     * The page for a status, with the sentences {@code error.<status>.title} and {@code .text}, or those of a general
     * server error (500) or client error (400) where a status has none of its own. A 503 page reloads automatically.
     */
    public static MessagePage of(int status, Messages messages, Lang lang, String code, String retryPath) {
        String key = messages.has("error." + status + ".title")
                ? "error." + status
                : status >= 500 ? "error.500" : "error.400";
        return new MessagePage(
                status,
                messages.text(lang, key + ".title"),
                messages.text(lang, key + ".text"),
                code,
                retryPath,
                status == 503 && retryPath != null ? 3 : 0);
    }

    /** The page with the sentences {@code key.title}, {@code key.text} and {@code key.button}. */
    public static MessagePage of(
            int status, String key, Messages messages, Lang lang, String code, String buttonPath, String otherPath) {
        return new MessagePage(
                status,
                messages.text(lang, key + ".title"),
                messages.text(lang, key + ".text"),
                code,
                buttonPath,
                0,
                messages.text(lang, key + ".button"),
                otherPath);
    }

    /** The page of the root path when no campaign can be shown. */
    public static MessagePage noCampaign(Messages messages, Lang lang) {
        return new MessagePage(200, messages.text(lang, "empty.title"), messages.text(lang, "empty.text"), "", "/", 0);
    }
}
