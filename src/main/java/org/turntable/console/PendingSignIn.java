package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;

/**
 * An operator whose password was right and whose second factor is still to be shown or set up. It is in the session
 * under names that no earlier WAR reads, so that no node takes it for a sign-in.
 */
final class PendingSignIn {
    private static final String NAME = "pending.operator";
    private static final String GENERATION = "pending.generation";
    private static final String SINCE = "pending.since";
    private static final String DEVICE = "pending.device";
    private static final String TOKEN_HASH = "pending.token";
    private static final String SECRET = "pending.secret";
    private static final List<String> ALL = List.of(NAME, GENERATION, SINCE, DEVICE, TOKEN_HASH, SECRET);
    private static final Duration LASTS = Duration.ofMinutes(15);

    private final OperatorAccounts accounts;
    private final ConsoleForms forms;
    private final Supplier<Instant> clock;

    /**
     * A set-up in progress.
     *
     * @param tokenHash of the token that allows it
     * @param secret the sealed secret that the operator was shown
     */
    record SetUp(byte[] tokenHash, byte[] secret) {}

    PendingSignIn(OperatorAccounts accounts, ConsoleForms forms, Supplier<Instant> clock) {
        this.accounts = accounts;
        this.forms = forms;
        this.clock = clock;
    }

    /** The password was right: begins under a new session id. */
    void begin(HttpServletRequest request, Account account, Optional<String> device) {
        HttpSession former = request.getSession(false);
        if (former != null) {
            former.invalidate();
        }
        HttpSession session = request.getSession();
        session.setMaxInactiveInterval((int) LASTS.toSeconds());
        session.setAttribute(NAME, account.name());
        session.setAttribute(GENERATION, (long) account.generation());
        session.setAttribute(SINCE, clock.get().toEpochMilli());
        device.ifPresent(id -> session.setAttribute(DEVICE, id));
        forms.begin(session);
    }

    /** The account; empty where there is none, the time is over, or the account was changed. */
    Optional<Account> account(HttpServletRequest request) throws DatabaseUnavailableException {
        HttpSession session = request.getSession(false);
        if (session == null
                || !(session.getAttribute(NAME) instanceof String name)
                || !(session.getAttribute(SINCE) instanceof Long since)
                || !clock.get().isBefore(Instant.ofEpochMilli(since).plus(LASTS))) {
            return Optional.empty();
        }
        return accounts.find(name)
                .filter(Account::enabled)
                .filter(account -> session.getAttribute(GENERATION) instanceof Long generation
                        && generation == account.generation());
    }

    /** The id of the device, where it is known. */
    Optional<String> device(HttpServletRequest request) {
        return attribute(request, DEVICE);
    }

    /** Keeps a set-up. */
    void keep(HttpServletRequest request, SetUp setUp) {
        HttpSession session = request.getSession();
        session.setAttribute(TOKEN_HASH, Base64.getEncoder().encodeToString(setUp.tokenHash()));
        session.setAttribute(SECRET, Base64.getEncoder().encodeToString(setUp.secret()));
    }

    /** The set-up in progress. */
    Optional<SetUp> setUp(HttpServletRequest request) {
        return attribute(request, TOKEN_HASH)
                .flatMap(hash -> attribute(request, SECRET)
                        .map(secret -> new SetUp(
                                Base64.getDecoder().decode(hash),
                                Base64.getDecoder().decode(secret))));
    }

    /** Forgets everything of it. */
    static void end(HttpSession session) {
        ALL.forEach(session::removeAttribute);
    }

    private static Optional<String> attribute(HttpServletRequest request, String name) {
        HttpSession session = request.getSession(false);
        return session != null && session.getAttribute(name) instanceof String text
                ? Optional.of(text)
                : Optional.empty();
    }
}
