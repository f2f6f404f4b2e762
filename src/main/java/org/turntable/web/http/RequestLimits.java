package org.turntable.web.http;

import jakarta.servlet.http.HttpServlet;
import java.time.Duration;
import java.util.Optional;
import org.turntable.concurrent.Bulkhead;

/** What keeps the requests of a route from holding threads for long. */
@FunctionalInterface
public interface RequestLimits {
    /** No limits. */
    RequestLimits NONE = servlet -> new Limit(Optional.empty(), Optional.empty());

    /**
     * The limits of one route.
     *
     * @param time how long a request may wait for other systems, in all; empty for any time
     * @param bulkhead for a route that may wait: limits how many requests are served at the same time; one beyond that
     *     is asked to try again. Empty where the waits themselves have bulkheads, or are short
     */
    record Limit(Optional<Duration> time, Optional<Bulkhead> bulkhead) {}

    /** The limits for a class of servlets; asked once for each. */
    Limit of(Class<? extends HttpServlet> servlet);
}
