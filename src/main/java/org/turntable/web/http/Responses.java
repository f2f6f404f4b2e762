package org.turntable.web.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.web.page.Lang;
import org.turntable.web.page.MessagePage;
import org.turntable.web.page.Notice;
import org.turntable.web.page.Views;
import org.turntable.web.request.LocalPath;
import org.turntable.web.request.LoggedPath;

/** Sends responses in the requested form, JSON or a page, and in the player's language. */
public final class Responses {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
    private static final int RETRY_MS = 800;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int TOO_FAST_MS = 3_000;
    private static final String RETRY_AT = Responses.class.getName() + ".retryAt";

    /**
     * The JSON of a refusal.
     *
     * @param status the {@link Notice#code()}
     * @param message a sentence for the player
     * @param retryAfterMs when to try again, or null
     * @param requestId finds this request in the logs
     */
    public record RefusalJson(String status, String message, Integer retryAfterMs, String requestId) {}

    private final Views views;

    /** @param views the pages and sentences */
    public Responses(Views views) {
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
            throw new IllegalStateException("a value without a JSON form: " + value, impossible);
        }
    }

    /** Sends a refusal as JSON. */
    public void refusalJson(HttpServletRequest request, HttpServletResponse response, Notice notice)
            throws IOException {
        Integer retryAfterMs = null;
        if (notice == Notice.BUSY) {
            // With jitter, so that clients that were refused together do not retry together.
            retryAfterMs = RETRY_MS + ThreadLocalRandom.current().nextInt(RETRY_MS);
            response.setHeader("Retry-After", "1");
        }
        String message = views.messages().text(Lang.of(request), notice.messageKey());
        json(
                response,
                statusOf(notice),
                new RefusalJson(notice.code(), message, retryAfterMs, RequestIdFilter.idOf(request)));
    }

    /** Asks a client whose session cannot be read to try again. */
    public void sessionUnavailable(
            HttpServletRequest request, HttpServletResponse response, RedisUnavailableException reason)
            throws IOException {
        LOG.warn("{} {}: no session: {}", request.getMethod(), LoggedPath.of(request), reason.getMessage());
        response.setHeader(RequestIdFilter.HEADER, RequestIdFilter.idOf(request));
        refusal(request, response, Notice.BUSY);
    }

    /** Makes the edge try another node; without an edge, asks the client to try again. */
    void nodeDraining(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Lang lang = Lang.of(request);
        String id = RequestIdFilter.idOf(request);
        response.setHeader("Retry-After", "1");
        if (wantsJson(request)) {
            json(
                    response,
                    HttpServletResponse.SC_BAD_GATEWAY,
                    new RefusalJson(
                            Notice.BUSY.code(), views.messages().text(lang, Notice.BUSY.messageKey()), RETRY_MS, id));
        } else {
            MessagePage busy =
                    MessagePage.of(HttpServletResponse.SC_SERVICE_UNAVAILABLE, views.messages(), lang, id, "/");
            views.render(response, HttpServletResponse.SC_BAD_GATEWAY, Views.MESSAGE, lang, busy);
        }
    }

    /**
     * Sets the address of "try again" should this request fail: another than its own, such as one without a single-use
     * code.
     */
    public static void retryAt(HttpServletRequest request, String localPath) {
        request.setAttribute(RETRY_AT, localPath);
    }

    private static String retryAt(HttpServletRequest request) {
        Object other = request.getAttribute(RETRY_AT);
        return other == null ? LocalPath.of(request) : LocalPath.of(other.toString());
    }

    /** Sends the message page of a status. */
    void page(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        Lang lang = Lang.of(request);
        if (status == 503) {
            response.setHeader("Retry-After", "1");
        }
        // A retry of a missing page would fail again.
        String retry = "GET".equals(request.getMethod()) && status != 404 ? retryAt(request) : "/";
        views.render(
                response,
                status,
                Views.MESSAGE,
                lang,
                MessagePage.of(status, views.messages(), lang, RequestIdFilter.idOf(request), retry));
    }

    /**
     * Sends a page with the sentences {@code key.title}, {@code key.text} and {@code key.button}.
     *
     * @param buttonPath where its button leads
     * @param otherPath where a second, less prominent link leads
     */
    public void message(
            HttpServletRequest request,
            HttpServletResponse response,
            int status,
            String key,
            String buttonPath,
            String otherPath)
            throws IOException {
        Lang lang = Lang.of(request);
        if (status == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
            response.setHeader("Retry-After", "5");
        }
        views.render(
                response,
                status,
                Views.MESSAGE,
                lang,
                MessagePage.of(
                        status, key, views.messages(), lang, RequestIdFilter.idOf(request), buttonPath, otherPath));
    }

    /** Sends an error in the requested form. */
    public void error(HttpServletRequest request, HttpServletResponse response, int status) throws IOException {
        if (wantsJson(request)) {
            String key =
                    views.messages().has("error." + status + ".text") ? "error." + status + ".text" : "error.500.text";
            json(
                    response,
                    status,
                    new RefusalJson(
                            status >= 500 ? "error" : "bad_request",
                            views.messages().text(Lang.of(request), key),
                            null,
                            RequestIdFilter.idOf(request)));
        } else {
            page(request, response, status);
        }
    }

    /** Sends 429 in the shape of the edge's, which replaces a page by its own: nginx/parts/slow-down.conf. */
    public void tooManyRequests(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Retry-After", Integer.toString(TOO_FAST_MS / 1000));
        if (wantsJson(request)) {
            String message = views.messages().text(Lang.of(request), "error." + TOO_MANY_REQUESTS + ".text");
            json(
                    response,
                    TOO_MANY_REQUESTS,
                    new RefusalJson(Notice.BUSY.code(), message, TOO_FAST_MS, RequestIdFilter.idOf(request)));
        } else {
            page(request, response, TOO_MANY_REQUESTS);
        }
    }

    /** Sends a refusal in the requested form. */
    void refusal(HttpServletRequest request, HttpServletResponse response, Notice notice) throws IOException {
        if (wantsJson(request)) {
            refusalJson(request, response, notice);
        } else {
            page(request, response, statusOf(notice));
        }
    }
}
