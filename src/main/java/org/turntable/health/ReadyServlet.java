package org.turntable.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code /readyz}: 200 while the node may be sent players, else 503; the body has the status of each component. */
public final class ReadyServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Readiness> readiness;

    public ReadyServlet(Supplier<Readiness> readiness) {
        this.readiness = readiness;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Readiness now = readiness.get();
        HealthJson.send(
                response, now.ready() ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE, now);
    }
}
