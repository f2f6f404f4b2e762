package org.turntable.health;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code POST /drain} with {@code on=true} or {@code on=false}: this node drains, or serves players again. */
public final class DrainServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(DrainServlet.class);

    /** The state of the node now. */
    record State(boolean draining) {}

    private final transient DrainState drain;
    private final transient OpsToken token;

    public DrainServlet(DrainState drain, OpsToken token) {
        this.drain = drain;
        this.token = token;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!token.admits(request, response)) {
            return;
        }
        String on = request.getParameter("on");
        if (!"true".equals(on) && !"false".equals(on)) {
            HealthJson.send(
                    response, HttpServletResponse.SC_BAD_REQUEST, new HealthJson.Refusal("on has to be true or false"));
            return;
        }
        drain.set("true".equals(on));
        LOG.warn(
                "this node {}, as {} asked",
                drain.isOn() ? "is draining" : "serves players again",
                request.getRemoteAddr());
        HealthJson.send(response, HttpServletResponse.SC_OK, new State(drain.isOn()));
    }
}
