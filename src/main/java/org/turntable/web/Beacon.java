package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import org.turntable.web.page.Notice;

/** What a phone tells of a page: how fast it came up, or what went wrong. Everything in it is one of few words or a number in bounds. */
sealed interface Beacon {
    /** Nobody waits longer for a page. */
    int MOST_MS = 600_000;
    int LONGEST_MESSAGE = 300;

    /** The pages that tell. */
    enum Page {
        CAMPAIGN, RULES, PRIZES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What can go wrong on a phone. */
    enum Error {
        /** A script threw, or could not be read by an old browser. */
        SCRIPT,
        /** A promise failed that nobody waited for. */
        PROMISE,
        /** A script, a style or a picture did not load. */
        ASSET,
        /** The page is there and shows nothing. */
        BLANK,
        /** The page's own line was cut, and it went on over another. */
        LINE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Which page it is about. */
    Page page();

    /**
     * A page came up.
     *
     * @param visibleMs from the tap on the link to the first content
     * @param readyMs   until its script ran
     */
    record Load(Page page, int visibleMs, int readyMs) implements Beacon {
    }

    /**
     * Something went wrong.
     *
     * @param message what the browser said, for the log; may be empty
     */
    record Failure(Page page, Error error, String message) implements Beacon {
    }

    /** The beacon of a request, or a refusal with 400. */
    static Beacon of(HttpServletRequest request) {
        Page page = word(Page.values(), request, "page");
        String kind = request.getParameter("kind");
        if ("load".equals(kind)) {
            return new Load(page, millis(request, "visible"), millis(request, "ready"));
        }
        if ("error".equals(kind)) {
            String message = request.getParameter("message");
            if (message != null && message.length() > LONGEST_MESSAGE) {
                throw new RequestRefused(Notice.BAD_REQUEST, "a beacon's message of " + message.length() + " characters");
            }
            return new Failure(page, word(Error.values(), request, "error"), message == null ? "" : message);
        }
        throw new RequestRefused(Notice.BAD_REQUEST, "a beacon of no known kind");
    }

    private static <E extends Enum<E>> E word(E[] values, HttpServletRequest request, String name) {
        String said = request.getParameter(name);
        return Arrays.stream(values).filter(value -> value.name().toLowerCase(Locale.ROOT).equals(said)).findFirst()
                .orElseThrow(() -> new RequestRefused(Notice.BAD_REQUEST, "a beacon without a known " + name));
    }

    private static int millis(HttpServletRequest request, String name) {
        String said = request.getParameter(name);
        if (said == null || !said.matches("\\d{1,6}") || Integer.parseInt(said) > MOST_MS) {
            throw new RequestRefused(Notice.BAD_REQUEST, "a beacon whose " + name + " is no time");
        }
        return Integer.parseInt(said);
    }
}
