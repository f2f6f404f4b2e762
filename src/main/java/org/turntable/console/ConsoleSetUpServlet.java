package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.EnrolmentToken;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.SecondFactor;
import org.turntable.web.http.ClientNetwork;
import org.turntable.web.page.Lang;

/**
 * {@code /console/set-up}: the set-up of the second factor, after the password was right. It takes the one-time token
 * from whoever made the account, shows the secret, and takes a code of the app. Then it shows the recovery codes, once.
 */
public final class ConsoleSetUpServlet extends ConsoleServlet {
    /** Its path. */
    static final String PATH = "/console/set-up";

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleSetUpServlet.class);

    private final transient ConsoleFactorPages factorPages;
    private final transient PendingSignIn pending;
    private final transient SecondFactor factor;
    private final transient OperatorAccounts accounts;
    private final transient ConsoleEntry entry;
    private final transient Supplier<Instant> clock;

    ConsoleSetUpServlet(
            ConsoleAccess access,
            ConsolePages pages,
            ConsoleFactorPages factorPages,
            PendingSignIn pending,
            SecondFactor factor,
            OperatorAccounts accounts,
            ConsoleEntry entry,
            Supplier<Instant> clock) {
        super(access, pages);
        this.factorPages = factorPages;
        this.pending = pending;
        this.factor = factor;
        this.accounts = accounts;
        this.entry = entry;
        this.clock = clock;
    }

    @Override
    void enter(HttpServletRequest request, HttpServletResponse response)
            throws IOException, DatabaseUnavailableException {
        Optional<Account> account = pending.account(request);
        if (account.isEmpty()) {
            account = access.account(request);
        }
        if (account.isEmpty()) {
            ConsoleAccess.goTo(response, "/console/sign-in");
        } else if (account.get().factor().isPresent()) {
            ConsoleAccess.goTo(response, "/console");
        } else if (!isPost(request)) {
            show(request, response, account.get(), HttpServletResponse.SC_OK, null);
        } else {
            access.forms().require(request);
            if (request.getParameter("token") != null) {
                begin(request, response, account.get());
            } else {
                finish(request, response, account.get());
            }
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, Account account)
            throws IOException, DatabaseUnavailableException {
        String token = request.getParameter("token");
        if (factor.allowsSetUp(account, token, pending.device(request), ClientNetwork.of(request), clock.get())) {
            pending.keep(
                    request, new PendingSignIn.SetUp(EnrolmentToken.hash(token), factor.newSecret(account.name())));
            ConsoleAccess.goTo(response, PATH);
            return;
        }
        LOG.warn("a token for the second factor of operator {} was refused", account.name());
        show(request, response, account, HttpServletResponse.SC_FORBIDDEN, "console.set.up.token.refused");
    }

    private void finish(HttpServletRequest request, HttpServletResponse response, Account account)
            throws IOException, DatabaseUnavailableException {
        Optional<PendingSignIn.SetUp> setUp = pending.setUp(request);
        Optional<List<String>> codes = setUp.isEmpty()
                ? Optional.empty()
                : factor.setUp(
                        account,
                        setUp.get().tokenHash(),
                        setUp.get().secret(),
                        request.getParameter("code"),
                        clock.get());
        if (codes.isEmpty()) {
            show(request, response, account, HttpServletResponse.SC_FORBIDDEN, "console.set.up.code.refused");
            return;
        }
        LOG.info("operator {} set up a second factor", account.name());
        Account now = accounts.find(account.name())
                .orElseThrow(() -> new DatabaseUnavailableException("the account was removed", null));
        entry.complete(request, response, now, Optional.empty());
        factorPages.recovery(response, Lang.ofAndRemember(request, response), codes.get());
    }

    private void show(
            HttpServletRequest request, HttpServletResponse response, Account account, int status, String refusal)
            throws IOException {
        Optional<byte[]> secret = pending.setUp(request).flatMap(setUp -> factor.open(account.name(), setUp.secret()));
        factorPages.setUp(
                response,
                status,
                Lang.ofAndRemember(request, response),
                access.forms().token(request, response),
                account.name(),
                secret,
                refusal);
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator) {
        throw new IllegalStateException("a set-up is handled before the sign-in is complete");
    }
}
