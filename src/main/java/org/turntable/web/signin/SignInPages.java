package org.turntable.web.signin;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.web.http.Responses;

/**
 * The pages for failed sign-ins with WeChat: what happened, a button to sign in again, and a link back to the page,
 * which needs no sign-in. The reason is one line of the log.
 */
public final class SignInPages {
    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

    private final Responses responses;
    private final SignInMetrics metrics;
    private final BiConsumer<String, String> snapshots;

    /** @param snapshots is told the address and the User-Agent, which may be null, of each snapshot page */
    public SignInPages(Responses responses, SignInMetrics metrics, BiConsumer<String, String> snapshots) {
        this.responses = responses;
        this.metrics = metrics;
        this.snapshots = snapshots;
    }

    /**
     * For other errors of a request, such as an unavailable session: "try again" begins a new sign-in for that page.
     */
    void retryAnew(HttpServletRequest request, String path) {
        Responses.retryAt(request, signIn(path));
    }

    /** Counts and logs the result of a sign-in; {@code detail} contains no code, state or openid. */
    void came(SignInResult result, String detail) {
        metrics.came(result);
        if (result == SignInResult.AWAY) {
            LOG.warn("sign-in {}: {}", result.word(), detail);
        } else {
            LOG.info("sign-in {}: {}", result.word(), detail);
        }
    }

    /** An invalid callback: sign in again. */
    void again(
            HttpServletRequest request, HttpServletResponse response, SignInResult result, String path, String detail)
            throws IOException {
        came(result, detail);
        responses.message(request, response, HttpServletResponse.SC_BAD_REQUEST, "sign.in.again", signIn(path), path);
    }

    /** A snapshot page: it has no real openid, so no draws. */
    void snapshot(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        came(SignInResult.SNAPSHOT, "a snapshot page's virtual openid");
        snapshots.accept(request.getRemoteAddr(), request.getHeader("User-Agent"));
        responses.message(request, response, HttpServletResponse.SC_FORBIDDEN, "sign.in.snapshot", signIn(path), path);
    }

    /** WeChat or the partner is unavailable. */
    void unavailable(HttpServletRequest request, HttpServletResponse response, String path, String detail)
            throws IOException {
        came(SignInResult.AWAY, detail);
        responses.message(
                request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "sign.in.away", signIn(path), path);
    }

    private static String signIn(String path) {
        return "/sign-in?return=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
