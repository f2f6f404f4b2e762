package org.turntable.web.draw;

import jakarta.servlet.http.HttpServletRequest;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/**
 * The validated form of a draw.
 *
 * @param number the draw's number, from 1
 * @param csrf the form's token, unchecked
 * @param view the mark of the page view, unchecked; null from pages without one
 * @param pass what a page of another entry line sends instead of its cookie, unchecked; null on its own line
 */
public record DrawForm(int number, String csrf, String view, String pass) {
    /** More digits than any number of draws has. */
    private static final int MOST_DIGITS = 9;

    /** Reads the form, or refuses. */
    static DrawForm of(HttpServletRequest request) {
        return new DrawForm(
                number(request.getParameter("number")),
                request.getParameter("csrf"),
                request.getParameter("view"),
                request.getParameter("pass"));
    }

    /** A draw's number from a text, or a refusal. */
    public static int number(String text) {
        if (text == null
                || text.isEmpty()
                || text.length() > MOST_DIGITS
                || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RequestRejectedException(
                    Notice.BAD_REQUEST, "a draw's number is 1 to " + MOST_DIGITS + " digits");
        }
        int number = Integer.parseInt(text);
        if (number < 1) {
            throw new RequestRejectedException(Notice.BAD_REQUEST, "draws are numbered from 1");
        }
        return number;
    }
}
