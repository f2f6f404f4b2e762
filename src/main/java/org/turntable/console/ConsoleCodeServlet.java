package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.SecondFactor;
import org.turntable.staff.SecondFactor.Outcome;
import org.turntable.web.http.ClientNetwork;
import org.turntable.web.page.Lang;

/** {@code /console/sign-in/code}: the second factor, after the password: a code of the app or a recovery code. */
public final class ConsoleCodeServlet extends ConsoleServlet {
    /** Its path. */
    static final String PATH = "/console/sign-in/code";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleCodeServlet.class);

    private final transient ConsoleFactorPages factorPages;
    private final transient PendingSignIn pending;
    private final transient SecondFactor factor;
    private final transient ConsoleEntry entry;
    private final transient Supplier<Instant> clock;

    ConsoleCodeServlet(
            ConsoleAccess access,
            ConsolePages pages,
            ConsoleFactorPages factorPages,
            PendingSignIn pending,
            SecondFactor factor,
            ConsoleEntry entry,
            Supplier<Instant> clock) {
        super(access, pages);
        this.factorPages = factorPages;
        this.pending = pending;
        this.factor = factor;
        this.entry = entry;
        this.clock = clock;
    }

    @Override
    void enter(HttpServletRequest request, HttpServletResponse response)
            throws IOException, DatabaseUnavailableException {
        Optional<Account> account = pending.account(request);
        if (account.isEmpty()) {
            ConsoleAccess.goTo(response, "/console/sign-in");
        } else if (!isPost(request)) {
            form(request, response, HttpServletResponse.SC_OK, null);
        } else {
            access.forms().require(request);
            verify(request, response, account.get());
        }
    }

    private void verify(HttpServletRequest request, HttpServletResponse response, Account account)
            throws IOException, DatabaseUnavailableException {
        Outcome outcome = factor.verify(
                account, request.getParameter("code"), pending.device(request), ClientNetwork.of(request), clock.get());
        if (outcome == Outcome.ACCEPTED || outcome == Outcome.RECOVERED) {
            if (outcome == Outcome.RECOVERED) {
                LOG.warn("operator {} used a recovery code", account.name());
            }
            entry.complete(request, response, account, pending.device(request));
            ConsoleAccess.goTo(response, "/console");
            return;
        }
        if (outcome == Outcome.UNREADABLE) {
            LOG.error(
                    "the second factor of operator {} cannot be opened: identity.secret was changed; "
                            + "turntable-ops operator factor-reset allows a new set-up",
                    account.name());
        } else {
            LOG.warn(
                    "the second factor of operator {} was refused after a right password, from {}: {}",
                    account.name(),
                    request.getRemoteAddr(),
                    outcome);
        }
        form(request, response, HttpServletResponse.SC_FORBIDDEN, "console.code.refused");
    }

    private void form(HttpServletRequest request, HttpServletResponse response, int status, String refusal)
            throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        factorPages.code(response, status, lang, access.forms().token(request, response), refusal);
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator) {
        throw new IllegalStateException("the second step of a sign-in has no operator yet");
    }
}
