package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.staff.OperatorAccounts;
import org.turntable.staff.PasswordSignIn;
import org.turntable.web.page.Lang;

/** {@code /console/sign-in}: name and password. */
public final class ConsoleSignInServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    private final transient ConsoleSignIn signIn;

    public ConsoleSignInServlet(ConsoleAccess access, ConsolePages pages, ConsoleSignIn signIn) {
        super(access, pages);
        this.signIn = signIn;
    }

    @Override
    void enter(HttpServletRequest request, HttpServletResponse response)
            throws IOException, DatabaseUnavailableException {
        if (!isPost(request)) {
            form(request, response, HttpServletResponse.SC_OK, null);
            return;
        }
        access.requireCsrf(request);
        try {
            Optional<OperatorAccounts.Account> account =
                    signIn.of(request.getParameter("name"), request.getParameter("password"), request.getRemoteAddr());
            if (account.isEmpty()) {
                form(request, response, HttpServletResponse.SC_FORBIDDEN, "console.sign.in.refused");
                return;
            }
            access.enter(request, account.get());
            ConsoleAccess.goTo(response, "/console");
        } catch (PasswordSignIn.BusyException busy) {
            response.setHeader("Retry-After", "1");
            form(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "console.sign.in.busy");
        }
    }

    private void form(HttpServletRequest request, HttpServletResponse response, int status, String refusal)
            throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        pages.signIn(response, status, lang, access.csrf(request), refusal);
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator) {
        throw new IllegalStateException("the sign-in page has no operator");
    }
}
