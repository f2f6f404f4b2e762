package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts.Account;
import org.turntable.staff.PasswordSignIn;
import org.turntable.staff.PasswordSignIn.Result;
import org.turntable.web.page.Lang;

/** {@code /console/sign-in}: name and password; the second factor follows where there is one. */
public final class ConsoleSignInServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    private final transient ConsoleSignIn signIn;
    private final transient PendingSignIn pending;
    private final transient ConsoleEntry entry;

    ConsoleSignInServlet(
            ConsoleAccess access, ConsolePages pages, ConsoleSignIn signIn, PendingSignIn pending, ConsoleEntry entry) {
        super(access, pages);
        this.signIn = signIn;
        this.pending = pending;
        this.entry = entry;
    }

    @Override
    void enter(HttpServletRequest request, HttpServletResponse response)
            throws IOException, DatabaseUnavailableException {
        if (!isPost(request)) {
            form(request, response, HttpServletResponse.SC_OK, null);
            return;
        }
        access.forms().require(request);
        try {
            Optional<Result.SignedIn<Account>> result = signIn.of(
                    request.getParameter("name"), request.getParameter("password"), ConsoleEntry.source(request));
            if (result.isEmpty()) {
                form(request, response, HttpServletResponse.SC_FORBIDDEN, "console.sign.in.refused");
            } else {
                next(request, response, result.get());
            }
        } catch (PasswordSignIn.BusyException busy) {
            response.setHeader("Retry-After", "1");
            form(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "console.sign.in.busy");
        }
    }

    private void next(HttpServletRequest request, HttpServletResponse response, Result.SignedIn<Account> signedIn)
            throws DatabaseUnavailableException {
        Account account = signedIn.account();
        if (account.factor().isPresent()) {
            pending.begin(request, account, signedIn.device());
            ConsoleAccess.goTo(response, ConsoleCodeServlet.PATH);
        } else if (access.needsSetUp(account)) {
            pending.begin(request, account, signedIn.device());
            ConsoleAccess.goTo(response, ConsoleSetUpServlet.PATH);
        } else {
            entry.complete(request, response, account, signedIn.device());
            ConsoleAccess.goTo(response, "/console");
        }
    }

    private void form(HttpServletRequest request, HttpServletResponse response, int status, String refusal)
            throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        pages.signIn(response, status, lang, access.forms().token(request, response), refusal);
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator) {
        throw new IllegalStateException("the sign-in page has no operator");
    }
}
