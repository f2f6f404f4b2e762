package org.turntable.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a player sees whose sign-in with WeChat did not come to its end: what happened, one tap to sign in again, and the way back to
 * the page, which renders for everybody. One line of the log tells the reason.
 */
public final class SignInPages {
    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

    private final Answers answers;
    private final SignInMetrics metrics;

    public SignInPages(Answers answers, SignInMetrics metrics) {
        this.answers = answers;
        this.metrics = metrics;
    }

    /** Whatever else goes wrong with a request, such as a session that cannot be had now: trying again begins a new sign-in for that page. */
    void retryAnew(HttpServletRequest request, String path) {
        Answers.retryAt(request, signIn(path));
    }

    /** Counts and logs how a sign-in came out; {@code detail} carries no code, state or openid. */
    void came(SignInResult result, String detail) {
        metrics.came(result);
        if (result == SignInResult.AWAY) {
            LOG.warn("sign-in {}: {}", result.word(), detail);
        } else {
            LOG.info("sign-in {}: {}", result.word(), detail);
        }
    }

    /** Something about the callback did not fit: sign in again. */
    void again(HttpServletRequest request, HttpServletResponse response, SignInResult result, String path, String detail) throws IOException {
        came(result, detail);
        answers.message(request, response, HttpServletResponse.SC_BAD_REQUEST, "sign.in.again", signIn(path), path);
    }

    /** A snapshot page: nobody can draw on it. */
    void snapshot(HttpServletRequest request, HttpServletResponse response, String path) throws IOException {
        came(SignInResult.SNAPSHOT, "a snapshot page's virtual openid");
        answers.message(request, response, HttpServletResponse.SC_FORBIDDEN, "sign.in.snapshot", signIn(path), path);
    }

    /** WeChat, or the partner, does not answer. */
    void away(HttpServletRequest request, HttpServletResponse response, String path, String detail) throws IOException {
        came(SignInResult.AWAY, detail);
        answers.message(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "sign.in.away", signIn(path), path);
    }

    private static String signIn(String path) {
        return "/sign-in?return=" + URLEncoder.encode(path, StandardCharsets.UTF_8);
    }
}
