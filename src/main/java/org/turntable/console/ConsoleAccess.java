package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.page.Notice;

/**
 * Access to the console: checks its origin and the signed-in operator. An operator's session is the shared one of all
 * nodes. It ends after the idle time (pages that reload by themselves do not count), after ten hours in any case, and
 * with the next request after every change of the account, because each request reads the account. A session that an
 * earlier WAR began, by the password alone, is not accepted.
 */
public final class ConsoleAccess {
    private static final String NAME = "operator";
    private static final String GENERATION = "operator.generation";
    private static final String SINCE = "operator.since";
    private static final String SEEN = "operator.seen";
    private static final String VERSION = "operator.version";
    /** Version of sessions that began with a second factor where one is required. */
    private static final long WITH_FACTOR = 2;
    /** The parameter of a page that reloads by itself. */
    private static final String AUTOMATIC = "auto";

    private static final Duration LONGEST = Duration.ofHours(10);
    /** How exact the idle time is: fewer writes of sessions. */
    private static final Duration SEEN_STEP = Duration.ofSeconds(20);

    private final Rules rules;
    private final OperatorAccounts accounts;
    private final Supplier<Instant> clock;
    private final ConsoleForms forms;

    /**
     * What the settings require.
     *
     * @param origin the console's own, such as {@code https://ops.example.com:8444}
     * @param factorRequired whether operators without a second factor have no access
     * @param idle time without a request of the operator after which a session ends
     */
    public record Rules(String origin, boolean factorRequired, Duration idle) {}

    ConsoleAccess(Rules rules, OperatorAccounts accounts, Supplier<Instant> clock, ConsoleForms forms) {
        this.rules = rules;
        this.accounts = accounts;
        this.clock = clock;
        this.forms = forms;
    }

    /** Whether an operator with this account needs a set-up before the sign-in. */
    boolean needsSetUp(Account account) {
        return rules.factorRequired() && account.factor().isEmpty();
    }

    /**
     * Refuses with 404 requests that did not come through the console's own origin. The edge denies the path too; this
     * is the second check.
     */
    void requireOwnOrigin(HttpServletRequest request) {
        String host = request.getHeader("Host");
        String asked =
                (request.isSecure() ? "https://" : "http://") + (host == null ? "" : host.toLowerCase(Locale.ROOT));
        if (!asked.equals(rules.origin())) {
            throw new RequestRejectedException(Notice.NOT_FOUND, "the console through another origin than its own");
        }
    }

    /** The operator of this request; empty when none is signed in, or the session has ended. */
    Optional<Account> account(HttpServletRequest request) throws DatabaseUnavailableException {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(NAME) instanceof String name)) {
            return Optional.empty();
        }
        Optional<Account> account = isInTime(session) && isCurrent(session)
                ? accounts.find(name)
                        .filter(Account::enabled)
                        .filter(there -> !needsSetUp(there))
                        .filter(there -> session.getAttribute(GENERATION) instanceof Long generation
                                && generation == there.generation())
                : Optional.empty();
        if (account.isEmpty()) {
            leave(request);
        } else if (request.getParameter(AUTOMATIC) == null) {
            touch(session);
        }
        return account;
    }

    /** The name of the operator of this request. */
    Optional<String> operator(HttpServletRequest request) throws DatabaseUnavailableException {
        return account(request).map(Account::name);
    }

    private static boolean isCurrent(HttpSession session) {
        return session.getAttribute(VERSION) instanceof Long version && version >= WITH_FACTOR;
    }

    private boolean isInTime(HttpSession session) {
        return isWithin(session, SINCE, LONGEST) && isWithin(session, SEEN, rules.idle());
    }

    private boolean isWithin(HttpSession session, String attribute, Duration time) {
        return session.getAttribute(attribute) instanceof Long ms
                && clock.get().isBefore(Instant.ofEpochMilli(ms).plus(time));
    }

    private void touch(HttpSession session) {
        if (!isWithin(session, SEEN, SEEN_STEP)) {
            session.setAttribute(SEEN, clock.get().toEpochMilli());
        }
    }

    /** Signs an operator in, with a new session id and a new token. */
    void enter(HttpServletRequest request, Account account) throws DatabaseUnavailableException {
        accounts.succeeded(account.name(), clock.get());
        HttpSession session = request.getSession();
        request.changeSessionId();
        PendingSignIn.end(session);
        long now = clock.get().toEpochMilli();
        session.setMaxInactiveInterval(
                (int) rules.idle().plus(SEEN_STEP).plus(SEEN_STEP).toSeconds());
        session.setAttribute(NAME, account.name());
        session.setAttribute(GENERATION, (long) account.generation());
        session.setAttribute(SINCE, now);
        session.setAttribute(SEEN, now);
        session.setAttribute(VERSION, WITH_FACTOR);
        forms.begin(session);
    }

    /** Signs out. */
    void leave(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    /** The CSRF tokens. */
    ConsoleForms forms() {
        return forms;
    }

    /** Redirects to a path of the console: 303. */
    static void goTo(HttpServletResponse response, String path) {
        response.setStatus(HttpServletResponse.SC_SEE_OTHER);
        response.setHeader("Location", path);
        response.setHeader("Cache-Control", "no-store");
        response.setContentLength(0);
    }
}
