package org.turntable.node;

import jakarta.servlet.http.HttpServlet;
import java.util.List;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.telemetry.BeaconMetrics;
import org.turntable.web.telemetry.BeaconServlet;
import org.turntable.web.telemetry.DiagServlet;

/** Beacons of browsers, and the page that shows how a request arrived. */
final class TelemetryModule {
    /** Used by testers, and by single players on request of ops. */
    private static final RateLimiter.Rate DIAG_PER_NODE = new RateLimiter.Rate(60, 10);

    private static final RateLimiter.Rate DIAG_PER_CLIENT = new RateLimiter.Rate(20, 0.5);
    /** Every tenth page sends a beacon, and every page with an error. */
    private static final RateLimiter.Rate BEACONS_PER_NODE = new RateLimiter.Rate(1_000, 200);
    /** Thousands of phones may share one address of a carrier. */
    private static final RateLimiter.Rate BEACONS_PER_CLIENT = new RateLimiter.Rate(200, 20);

    private TelemetryModule() {}

    static List<HttpServlet> servlets(WebModule web, DiagServlet.NodeFacts facts, BeaconMetrics metrics) {
        return List.of(
                new BeaconServlet(
                        metrics,
                        new RateLimiter(BEACONS_PER_NODE, BEACONS_PER_CLIENT, System::nanoTime),
                        web.responses()),
                new DiagServlet(
                        facts,
                        web.lines(),
                        web.identities(),
                        new RateLimiter(DIAG_PER_NODE, DIAG_PER_CLIENT, System::nanoTime),
                        web.clock(),
                        web.random(),
                        web.views(),
                        web.responses()));
    }
}
