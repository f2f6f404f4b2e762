package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /console/sign-out}. */
public final class ConsoleSignOutServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    public ConsoleSignOutServlet(ConsoleAccess access, ConsolePages pages) {
        super(access, pages);
    }

    @Override
    protected void handle(HttpServletRequest request, HttpServletResponse response, String operator)
            throws IOException {
        if (isPost(request)) {
            access.leave(request);
        }
        ConsoleAccess.goTo(response, "/console/sign-in");
    }
}
