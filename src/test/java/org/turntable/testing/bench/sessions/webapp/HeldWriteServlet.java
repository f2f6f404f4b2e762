package org.turntable.testing.bench.sessions.webapp;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * {@code /held-write?value=}: as {@link WriteServlet}, but between looking at the session and setting the attribute it
 * waits for {@code /held-write?release}, so that another request can come between for certain.
 * {@code /held-write?waiting} says how many wait.
 */
public final class HeldWriteServlet extends TextServlet {
    private static final int LIMIT_SECONDS = 20;
    private final Semaphore gate = new Semaphore(0);

    @Override
    String text(HttpServletRequest request) {
        if (request.getParameter("waiting") != null) {
            return Integer.toString(gate.getQueueLength());
        }
        if (request.getParameter("release") != null) {
            gate.release();
            return "released";
        }
        HttpSession session = request.getSession(false);
        if (session == null || session.getAttribute("player") == null) {
            return null;
        }
        await();
        session.setAttribute("written", request.getParameter("value"));
        return session.getId() + " " + request.getParameter("value");
    }

    private void await() {
        try {
            if (!gate.tryAcquire(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("nobody released this request");
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while held", stopped);
        }
    }
}
