package org.turntable.session.webapp;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the steps of the parameters {@code do} on its session, one after the other, and writes one line for each. It is
 * a usual servlet, which only uses {@code HttpSession}. The steps of an error page or another dispatch come after the
 * step that leads there.
 */
final class Probe extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String STEPS = "steps";

    private final transient Recorder recorder;
    private final boolean later;

    Probe(Recorder recorder, boolean later) {
        this.recorder = recorder;
        this.later = later;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        @SuppressWarnings("unchecked")
        Deque<String> steps = (Deque<String>) request.getAttribute(STEPS);
        if (steps == null) {
            String[] given = request.getParameterValues("do");
            steps = new ArrayDeque<>(given == null ? List.of() : Arrays.asList(given));
            request.setAttribute(STEPS, steps);
        }
        run(steps, request, response);
    }

    private void run(Deque<String> steps, HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        List<String> lines = new ArrayList<>();
        while (!steps.isEmpty()) {
            String[] step = steps.poll().split(" ", 3);
            switch (step[0]) {
                case "forward" -> {
                    request.getRequestDispatcher("/other").forward(request, response);
                    return;
                }
                case "include" -> request.getRequestDispatcher("/other").include(request, response);
                case "error" -> {
                    response.sendError(418);
                    return;
                }
                case "throw" -> throw new ServletException("on purpose");
                case "redirect" -> {
                    response.sendRedirect("elsewhere");
                    return;
                }
                case "async" -> {
                    AsyncContext async = request.startAsync();
                    async.start(() -> {
                        try {
                            run(steps, (HttpServletRequest) async.getRequest(), (HttpServletResponse)
                                    async.getResponse());
                        } catch (ServletException | IOException failure) {
                            throw new IllegalStateException(failure);
                        } finally {
                            async.complete();
                        }
                    });
                    return;
                }
                case "dispatch" -> {
                    request.startAsync().dispatch("/other");
                    return;
                }
                case "flush" -> {
                    response.getWriter().println("flushed");
                    response.flushBuffer();
                }
                case "much" -> response.getWriter().println("x".repeat(20_000));
                default -> lines.add(line(step, request));
            }
        }
        if (request.getDispatcherType() != DispatcherType.INCLUDE && !response.isCommitted()) {
            response.setContentType("text/plain;charset=UTF-8");
        }
        for (String line : lines) {
            response.getWriter().println(line);
        }
    }

    private String line(String[] step, HttpServletRequest request) {
        try {
            return String.valueOf(value(step, request));
        } catch (IllegalStateException | IllegalArgumentException refused) {
            return refused.getClass().getSimpleName();
        }
    }

    private Object value(String[] step, HttpServletRequest request) {
        switch (step[0]) {
            case "untouched":
                return "untouched";
            case "exists":
                return request.getSession(false) != null;
            case "id":
                return request.getSession().getId();
            case "change-id":
                return request.changeSessionId();
            case "is-valid":
                return request.isRequestedSessionIdValid() + " " + request.isRequestedSessionIdFromCookie() + " "
                        + request.isRequestedSessionIdFromURL();
            case "dispatcher":
                return request.getDispatcherType();
            case "events":
                return recorder.take();
            case "wait-for":
                waitFor(Path.of(step[1]));
                return "waited";
            case "held":
                HttpSession held = request.getSession();
                held.invalidate();
                return held.getAttribute("name");
            case "after-end":
                return afterEnd(request.getSession());
            default:
                return ofSession(step, request.getSession());
        }
    }

    private Object ofSession(String[] step, HttpSession session) {
        switch (step[0]) {
            case "get":
                Object value = session.getAttribute(step[1]);
                return value == null ? "null" : value.getClass().getSimpleName() + ":" + value;
            case "set":
                session.setAttribute(step[1], step[2]);
                return "set";
            case "set-long":
                session.setAttribute(step[1], Long.valueOf(step[2]));
                return "set";
            case "set-visit":
                session.setAttribute(step[1], later ? new LaterVisit(step[2], 7) : new Visit(step[2], "old"));
                return "set";
            case "set-list":
                session.setAttribute(step[1], new ArrayList<>(List.of(step[2])));
                return "set";
            case "remove":
                session.removeAttribute(step[1]);
                return "removed";
            case "names":
                List<String> names = Collections.list(session.getAttributeNames());
                Collections.sort(names);
                return names;
            case "is-new":
                return session.isNew();
            case "created":
                return session.getCreationTime();
            case "accessed":
                return session.getLastAccessedTime();
            case "interval":
                return session.getMaxInactiveInterval();
            case "set-interval":
                session.setMaxInactiveInterval(Integer.parseInt(step[1]));
                return "set";
            case "invalidate":
                session.invalidate();
                return "ended";
            default:
                throw new AssertionError("no such step: " + step[0]);
        }
    }

    /** Which methods refuse after the end, and which do not. */
    private static String afterEnd(HttpSession session) {
        session.invalidate();
        List<Runnable> refusing = List.of(
                session::getCreationTime,
                session::getLastAccessedTime,
                () -> session.getAttribute("a"),
                session::getAttributeNames,
                () -> session.setAttribute("a", "b"),
                () -> session.removeAttribute("a"),
                session::invalidate,
                session::isNew);
        long refused = refusing.stream()
                .filter(call -> {
                    try {
                        call.run();
                        return false;
                    } catch (IllegalStateException asItShould) {
                        return true;
                    }
                })
                .count();
        return refused + " of " + refusing.size() + " refused, "
                + (session.getId() != null
                                && session.getServletContext() != null
                                && session.getMaxInactiveInterval() > 0
                        ? "the others answer"
                        : "the others do not answer");
    }

    private static void waitFor(Path file) {
        long give = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!Files.exists(file)) {
            if (System.nanoTime() > give) {
                throw new AssertionError(file + " never came");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }
}
