package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.staff.OperatorAccounts;
import org.turntable.web.page.Lang;

/** {@code /console/sign-in}: name and password. */
public final class ConsoleSignInServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    private final transient ConsoleSignIn signIn;

    public ConsoleSignInServlet(ConsoleDoor door, ConsolePages pages, ConsoleSignIn signIn) {
        super(door, pages);
        this.signIn = signIn;
    }

    @Override
    void enter(HttpServletRequest request, HttpServletResponse response) throws IOException, OperatorAccounts.Unavailable {
        if (!isPost(request)) {
            form(request, response, HttpServletResponse.SC_OK, null);
            return;
        }
        door.requireCsrf(request);
        try {
            Optional<OperatorAccounts.Account> account = signIn.of(request.getParameter("name"), request.getParameter("password"), request.getRemoteAddr());
            if (account.isEmpty()) {
                form(request, response, HttpServletResponse.SC_FORBIDDEN, "console.sign.in.refused");
                return;
            }
            door.enter(request, account.get());
            ConsoleDoor.goTo(response, "/console");
        } catch (ConsoleSignIn.Busy busy) {
            form(request, response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, "console.sign.in.busy");
        }
    }

    private void form(HttpServletRequest request, HttpServletResponse response, int status, String refusal) throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        pages.signIn(response, status, lang, door.csrf(request), refusal);
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response, String operator) {
        throw new IllegalStateException("nobody is an operator before this");
    }
}
