package org.turntable.web.telemetry;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.turntable.web.http.RateLimiter;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Responses;
import org.turntable.web.http.UserAgents;
import org.turntable.web.page.Notice;

/** Receives and counts beacons. Uses neither Redis nor MariaDB nor a session. */
public final class BeaconServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(BeaconServlet.class);
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int LONGEST = 2_000;

    private final transient BeaconMetrics metrics;
    private final transient RateLimiter limiter;
    private final transient Responses responses;

    public BeaconServlet(BeaconMetrics metrics, RateLimiter limiter, Responses responses) {
        this.metrics = metrics;
        this.limiter = limiter;
        this.responses = responses;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        int wait = limiter.secondsUntilAllowed(request.getRemoteAddr());
        if (wait > 0) {
            response.setHeader("Retry-After", Integer.toString(wait));
            responses.error(request, response, TOO_MANY_REQUESTS);
            return;
        }
        // Before the body is read. Browsers send beacons with a Content-Length.
        if (request.getContentLength() < 0 || request.getContentLength() > LONGEST) {
            throw new RequestRejectedException(
                    Notice.BAD_REQUEST, "a beacon of " + request.getContentLength() + " bytes");
        }
        Beacon beacon = Beacon.of(request);
        String browser = UserAgents.family(request);
        if (beacon instanceof Beacon.Load load) {
            metrics.cameUp(load, browser);
        } else if (beacon instanceof Beacon.Failure failure) {
            metrics.failed(failure, browser);
            LOG.warn(
                    "a page failed on a phone: {} on {}, {}: {}",
                    failure.error().word(),
                    failure.page().word(),
                    browser,
                    failure.message());
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        response.setHeader("Cache-Control", "no-store");
    }
}
