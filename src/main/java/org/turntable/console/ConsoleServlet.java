package org.turntable.console;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.campaign.Campaigns;
import org.turntable.staff.OperatorAccounts;
import org.turntable.web.page.Lang;

/** What all pages of the console share: the entrance, the operator, and one page for a database that does not answer. */
abstract class ConsoleServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    /** The shared parts. */
    protected final transient ConsoleDoor door;
    /** The pages. */
    protected final transient ConsolePages pages;

    ConsoleServlet(ConsoleDoor door, ConsolePages pages) {
        this.door = door;
        this.pages = pages;
    }

    /** A request of an operator who is signed in. */
    protected abstract void answer(HttpServletRequest request, HttpServletResponse response, String operator)
            throws IOException, OperatorAccounts.Unavailable, Campaigns.Unavailable;

    @Override
    protected final void service(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
        door.requireOwnEntrance(request);
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD") && !method.equals("POST")) {
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        try {
            enter(request, response);
        } catch (OperatorAccounts.Unavailable | Campaigns.Unavailable away) {
            log("the console could not answer: " + away.getMessage());
            pages.message(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, Lang.of(request), "console.away");
        }
    }

    /** Asks who it is; whoever is nobody is shown the sign-in. */
    void enter(HttpServletRequest request, HttpServletResponse response) throws IOException, OperatorAccounts.Unavailable, Campaigns.Unavailable {
        Optional<String> operator = door.operator(request);
        if (operator.isEmpty()) {
            ConsoleDoor.goTo(response, "/console/sign-in");
            return;
        }
        if (isPost(request)) {
            door.requireCsrf(request);
        }
        answer(request, response, operator.get());
    }

    static boolean isPost(HttpServletRequest request) {
        return request.getMethod().equals("POST");
    }
}
