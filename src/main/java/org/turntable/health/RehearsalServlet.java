package org.turntable.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.turntable.draw.Rehearsal;

/** {@code POST /rehearsal}: plays one test draw that is not shown to players: 200 when it succeeded, else 503. */
public final class RehearsalServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Rehearsal rehearsal;
    private final transient OpsToken token;

    public RehearsalServlet(Rehearsal rehearsal, OpsToken token) {
        this.rehearsal = rehearsal;
        this.token = token;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (token.admits(request, response)) {
            Rehearsal.Outcome outcome = rehearsal.play();
            HealthJson.send(
                    response,
                    outcome.status() == Rehearsal.Status.PLAYED
                            ? HttpServletResponse.SC_OK
                            : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
                    outcome);
        }
    }
}
