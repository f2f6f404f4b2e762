package org.turntable.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.outage.DatabaseUnavailableException;
import org.turntable.outage.RedisUnavailableException;
import org.turntable.web.page.Lang;

/** What all pages of the console share: the check of access, and the page for an unavailable database or Redis. */
abstract class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** Checks each request. */
    protected final transient ConsoleAccess access;
    /** Renders the pages. */
    protected final transient ConsolePages pages;

    ConsoleServlet(ConsoleAccess access, ConsolePages pages) {
        this.access = access;
        this.pages = pages;
    }

    /** Handles a request of a signed-in operator. */
    protected abstract void handle(HttpServletRequest request, HttpServletResponse response, String operator)
            throws IOException, DatabaseUnavailableException;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        access.requireOwnOrigin(request);
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD") && !method.equals("POST")) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        try {
            enter(request, response);
        } catch (DatabaseUnavailableException unavailable) {
            log("the database of the console is unavailable: " + unavailable.getMessage());
            response.setHeader("Retry-After", "5");
            pages.message(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Lang.of(request), "console.away");
        } catch (RedisUnavailableException unavailable) {
            log("attempts to sign in cannot be counted: " + unavailable.getMessage());
            response.setHeader("Retry-After", "5");
            pages.message(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Lang.of(request), "console.closed");
        }
    }

    /** Checks the operator; redirects to the sign-in without one. */
    void enter(HttpServletRequest request, HttpServletResponse response)
            throws IOException, DatabaseUnavailableException {
        Optional<String> operator = access.operator(request);
        if (operator.isEmpty()) {
            ConsoleAccess.goTo(response, "/console/sign-in");
            return;
        }
        if (isPost(request)) {
            access.forms().require(request);
        }
        handle(request, response, operator.get());
    }

    static boolean isPost(HttpServletRequest request) {
        return request.getMethod().equals("POST");
    }
}
