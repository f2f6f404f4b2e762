package org.turntable.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** {@code /status}: the status of the node, for turntable-ops. */
public final class StatusServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<NodeStatus> status;

    public StatusServlet(Supplier<NodeStatus> status) {
        this.status = status;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        HealthJson.send(response, HttpServletResponse.SC_OK, status.get());
    }
}
