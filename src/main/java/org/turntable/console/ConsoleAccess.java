package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/**
 * Access to the console: checks its origin and the signed-in operator. An operator's session is the shared one of all
 * nodes. It ends after half an hour without a page (the list reloads automatically and keeps it open), after ten hours
 * in any case, and with the next page after every change of the account.
 */
public final class ConsoleAccess {
    private static final String NAME = "operator";
    private static final String GENERATION = "operator.generation";
    private static final String SINCE = "operator.since";
    private static final String CSRF = "operator.csrf";
    private static final Duration LONGEST = Duration.ofHours(10);
    private static final int TOKEN_BYTES = 18;

    private final String origin;
    private final OperatorAccounts accounts;
    private final Supplier<Instant> clock;
    private final SecureRandom random;

    /** @param origin the console's own, such as {@code https://ops.example.com:8444} */
    public ConsoleAccess(String origin, OperatorAccounts accounts, Supplier<Instant> clock, SecureRandom random) {
        this.origin = origin;
        this.accounts = accounts;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Refuses with 404 requests that did not come through the console's own origin. The edge denies the path too; this
     * is the second check.
     */
    void requireOwnOrigin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        String asked =
                (request.isSecure() ? "https://" : "http://") + (host == null ? "" : host.toLowerCase(Locale.ROOT));
        if (!asked.equals(origin)) {
            throw new RequestRejectedException(Notice.NOT_FOUND, "the console through another origin than its own");
        }
    }

    /** The operator of this request; empty when none is signed in, or the session has ended. */
    Optional<String> operator(HttpServletRequest request) throws DatabaseUnavailableException {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(NAME) instanceof String name)) {
            return Optional.empty();
        }
        boolean inTime = session.getAttribute(SINCE) instanceof Long since
                && clock.get().isBefore(Instant.ofEpochMilli(since).plus(LONGEST));
        Optional<OperatorAccounts.Account> account = accounts.find(name)
                .filter(OperatorAccounts.Account::enabled)
                .filter(there -> session.getAttribute(GENERATION) instanceof Long generation
                        && generation == there.generation());
        if (!inTime || account.isEmpty()) {
            leave(request);
            return Optional.empty();
        }
        return Optional.of(name);
    }

    /** Signs an operator in, with a new session id and a new token. */
    void enter(HttpServletRequest request, OperatorAccounts.Account account) {
        HttpSession session = request.getSession();
        request.changeSessionId();
        session.setAttribute(NAME, account.name());
        session.setAttribute(GENERATION, (long) account.generation());
        session.setAttribute(SINCE, clock.get().toEpochMilli());
        session.setAttribute(CSRF, newToken());
    }

    /** Signs out. */
    void leave(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** The CSRF token of this session; creates the session where there is none. */
    String csrf(HttpServletRequest request) {
        HttpSession session = request.getSession();
        if (session.getAttribute(CSRF) instanceof String token) {
            return token;
        }
        String made = newToken();
        session.setAttribute(CSRF, made);
        return made;
    }

    /** Refuses a form whose token is not this session's. */
    void requireCsrf(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        String given = request.getParameter("csrf");
        if (session == null
                || given == null
                || !(session.getAttribute(CSRF) instanceof String token)
                || !MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8))) {
            throw new RequestRejectedException(
                    Notice.FORBIDDEN, "the console's CSRF token is missing or not this session's");
        }
    }

    /** Redirects to a path of the console: 303. */
    static void goTo(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }

    private String newToken() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
