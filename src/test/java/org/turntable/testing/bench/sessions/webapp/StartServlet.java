package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;

/** {@code /start?player=}: a session with two attributes, made where the request has none; says its id. */
public final class StartServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        String player = request.getParameter("player");
        HttpSession session = request.getSession();
        session.setAttribute("player", player);
        session.setAttribute("name", "Player " + player);
        return session.getId();
    }
}
