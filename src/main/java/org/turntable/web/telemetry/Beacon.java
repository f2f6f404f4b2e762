package org.turntable.web.telemetry;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Locale;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/**
 * A report of a browser about a page: its load times, or an error. Every value is from a fixed list or a number within
 * limits.
 */
public sealed interface Beacon {
    /** The longest load time that is accepted. */
    int MOST_MS = 600_000;

    int LONGEST_MESSAGE = 300;

    /** The pages that send beacons. */
    enum Page {
        CAMPAIGN,
        RULES,
        PRIZES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Kinds of errors. */
    enum Error {
        /** A script threw, or could not be read by an old browser. */
        SCRIPT,
        /** A promise was rejected without a handler. */
        PROMISE,
        /** A script, a style or a picture did not load. */
        ASSET,
        /** The page was loaded and shows nothing. */
        BLANK,
        /** The page's own line failed, and the page continued on another. */
        LINE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The page of the report. */
    Page page();

    /**
     * A page was loaded.
     *
     * @param visibleMs from the tap on the link to the first content
     * @param readyMs until its script ran
     */
    record Load(Page page, int visibleMs, int readyMs) implements Beacon {}

    /**
     * An error.
     *
     * @param message the browser's message, for the log; may be empty
     */
    record Failure(Page page, Error error, String message) implements Beacon {}

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
                throw new RequestRejectedException(
                        Notice.BAD_REQUEST, "a beacon's message of " + message.length() + " characters");
            }
            return new Failure(page, word(Error.values(), request, "error"), message == null ? "" : message);
        }
        throw new RequestRejectedException(Notice.BAD_REQUEST, "a beacon of no known kind");
    }

    private static <E extends Enum<E>> E word(E[] values, HttpServletRequest request, String name) {
        String said = request.getParameter(name);
        return Arrays.stream(values)
                .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(said))
                .findFirst()
                .orElseThrow(
                        () -> new RequestRejectedException(Notice.BAD_REQUEST, "a beacon without a known " + name));
    }

    private static int millis(HttpServletRequest request, String name) {
        String said = request.getParameter(name);
        if (said == null || !said.matches("\\d{1,6}") || Integer.parseInt(said) > MOST_MS) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "a beacon whose " + name + " is no time");
        }
        return Integer.parseInt(said);
    }
}
