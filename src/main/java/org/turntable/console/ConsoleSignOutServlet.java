package org.turntable.console;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** {@code POST /console/sign-out}. */
public final class ConsoleSignOutServlet extends ConsoleServlet {
    private static final long serialVersionUID = 1L;

    public ConsoleSignOutServlet(ConsoleDoor door, ConsolePages pages) {
        super(door, pages);
    }

    @Override
    protected void answer(HttpServletRequest request, HttpServletResponse response, String operator) throws IOException {
        if (isPost(request)) {
            door.leave(request);
        }
        ConsoleDoor.goTo(response, "/console/sign-in");
    }
}
