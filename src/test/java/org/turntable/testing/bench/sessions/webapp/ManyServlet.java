package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.stream.IntStream;

/**
 * {@code /many?set=7}: sets the seventh of many attributes, all of different names; {@code /many?count=1000}: says how
 * many of the first thousand are there with their right values.
 */
public final class ManyServlet extends TextServlet {
    @Override
    String text(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session == null) {
            return null;
        }
        String set = request.getParameter("set");
        if (set != null) {
            session.setAttribute("many-" + set, "value " + set);
            return "set " + set;
        }
        int count = Integer.parseInt(request.getParameter("count"));
        return Long.toString(IntStream.range(0, count)
                .filter(i -> ("value " + i).equals(session.getAttribute("many-" + i)))
                .count());
    }
}
