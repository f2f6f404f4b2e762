package org.turntable.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.session.SessionsUnavailable;
import org.turntable.web.page.Lang;
import org.turntable.web.page.MessagePage;
import org.turntable.web.page.Notice;
import org.turntable.web.page.Views;

/** Answers in the form that was asked for, JSON or a page, and in the player's language. */
public final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final int RETRY_MS = 800;
    private static final String RETRY_AT = Answers.class.getName() + ".retryAt";

    /**
     * The JSON of a refusal.
     *
     * @param status       the {@link Notice#code()}
     * @param message      a sentence for the player
     * @param retryAfterMs when to try again, or null
     * @param requestId    finds this request in the logs
     */
    public record RefusalJson(String status, String message, Integer retryAfterMs, String requestId) {
    }

    private final Views views;

    /** @param views the pages and sentences */
    public Answers(Views views) {
        this.views = views;
    }

    /** Whether the caller asked for JSON. */
    public static boolean wantsJson(HttpServletRequest request) {
        String accept = request.getHeader("Accept");
        return accept != null && accept.startsWith("application/json");
    }

    /** The HTTP status of a notice. */
    static int statusOf(Notice notice) {
        return switch (notice) {
            case BAD_REQUEST -> 400;
            case NOT_SIGNED_IN -> 401;
            case FORBIDDEN, BLOCKED -> 403;
            case NOT_FOUND -> 404;
            case BUSY -> 503;
            case NOT_BEGUN, ENDED, PAUSED, NO_CHANCES_TODAY, NO_CHANCES, REFRESH -> 409;
        };
    }

    /** Sends a value as JSON. */
    public void json(HttpServletResponse response, int status, Object value) throws IOException {
        byte[] body = bytes(value);
        response.setStatus(status);
        response.setContentType("application/json;charset=UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    private static byte[] bytes(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an answer that is no JSON: " + value, impossible);
        }
    }

    /** Sends a refusal as JSON. */
    void refusalJson(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        Integer retryAfterMs = null;
        if (notice == Notice.BUSY) {
            // Spread, so that those who were turned away together do not come back together.
            retryAfterMs = RETRY_MS + ThreadLocalRandom.current().nextInt(RETRY_MS);
            response.setHeader("Retry-After", "1");
        }
        String message = views.messages().text(Lang.of(request), notice.messageKey());
        json(response, statusOf(notice), new RefusalJson(notice.code(), message, retryAfterMs, RequestIdFilter.idOf(request)));
    }

    /** Tells a request that needed its session to come back in a moment. */
    public void away(HttpServletRequest request, HttpServletResponse response, SessionsUnavailable reason) throws IOException {
        LOG.warn("{} {}: no session: {}", request.getMethod(), request.getRequestURI(), reason.getMessage());
        response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.idOf(request));
        refusal(request, response, Notice.BUSY);
    }

    /** Tells the edge to ask another node, and a player who is not behind an edge to come back in a moment. */
    void aside(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Lang lang = Lang.of(request);
        String id = RequestIdFilter.idOf(request);
        response.setHeader("Retry-After", "1");
        if (wantsJson(request)) {
            json(response, HttpServletResponse.SC_BAD_GATEWAY,
                    new RefusalJson(Notice.BUSY.code(), views.messages().text(lang, Notice.BUSY.messageKey()), RETRY_MS, id));
        } else {
            MessagePage busy = MessagePage.of(HttpServletResponse.SC_SERVICE_UNAVAILABLE, views.messages(), lang, id, "/");
            views.render(response, HttpServletResponse.SC_BAD_GATEWAY, Views.MESSAGE, lang, busy);
        }
    }

    /** Where trying this request again leads, should it fail: to another address than its own, such as one without a code that serves once. */
    static void retryAt(HttpServletRequest request, String localPath) {
        request.setAttribute(RETRY_AT, localPath);
    }

    private static String retryAt(HttpServletRequest request) {
        Object other = request.getAttribute(RETRY_AT);
        return other == null ? request.getRequestURI() : other.toString();
    }

    /** Sends a page that says one thing. */
    void page(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        Lang lang = Lang.of(request);
        if (status == 503) {
            response.setHeader("Retry-After", "1");
        }
        // What is not there will not be there at the next try either.
        String retry = "GET".equals(request.getMethod()) && status != 404 ? retryAt(request) : "/";
        views.render(response, status, Views.MESSAGE, lang,
                MessagePage.of(status, views.messages(), lang, RequestIdFilter.idOf(request), retry));
    }

    /**
     * Sends a page with the sentences {@code key.title}, {@code key.text} and {@code key.button}.
     *
     * @param buttonPath where its button leads
     * @param otherPath  where a second, quieter link leads
     */
    void message(HttpServletRequest request, HttpServletResponse response, int status, String key, String buttonPath, String otherPath)
            throws IOException {
        Lang lang = Lang.of(request);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", "5");
        }
        views.render(response, status, Views.MESSAGE, lang,
                MessagePage.of(status, key, views.messages(), lang, RequestIdFilter.idOf(request), buttonPath, otherPath));
    }

    /** Sends an error in the form that was asked for. */
    void error(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        if (wantsJson(request)) {
            String key = views.messages().has("error." + status + ".text") ? "error." + status + ".text" : "error.500.text";
            json(response, status, new RefusalJson(status >= 500 ? "error" : "bad_request",
                    views.messages().text(Lang.of(request), key), null, RequestIdFilter.idOf(request)));
        } else {
            page(request, response, status);
        }
    }

    /** Sends a refusal in the form that was asked for. */
    void refusal(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        if (wantsJson(request)) {
            refusalJson(request, response, notice);
        } else {
            page(request, response, statusOf(notice));
        }
    }
}
