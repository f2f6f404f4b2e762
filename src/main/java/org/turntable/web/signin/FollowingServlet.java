package org.turntable.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.util.Locale;
import org.turntable.web.http.Responses;
import org.turntable.wechat.WeChatGateway;
import org.turntable.wechat.WeChatGateway.Following;

/**
 * Whether the player follows the account, for a hint on the page: yes, no or unknown. Nothing else depends on it, and
 * every error is "unknown".
 */
public final class FollowingServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient WeChatGateway gateway;
    private final boolean wanted;
    private final transient Responses responses;

    /** @param following yes, no or unknown */
    public record FollowingJson(String following) {}

    /** @param wanted whether the check is switched on; without it the result is always unknown */
    public FollowingServlet(WeChatGateway gateway, boolean wanted, Responses responses) {
        this.gateway = gateway;
        this.wanted = wanted;
        this.responses = responses;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Following following = wanted ? following(request.getSession(false)) : Following.UNKNOWN;
        responses.json(
                response,
                HttpServletResponse.SC_OK,
                new FollowingJson(following.name().toLowerCase(Locale.ROOT)));
    }

    private Following following(HttpSession session) {
        Object openid = session == null ? null : session.getAttribute(WeChatCallbackServlet.OPENID);
        if (openid == null) {
            return Following.UNKNOWN;
        }
        return gateway.following(openid.toString());
    }
}
