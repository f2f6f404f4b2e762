package org.turntable.web;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.turntable.wechat.WeChatFailure;
import org.turntable.wechat.WeChatGateway;

/** Sends a player to WeChat to be signed in, silently. Where that cannot be told now, a page says so and no session is made. */
public final class WeChatSignInServlet extends HttpServlet {
    /** The path that WeChat, or the partner's relay, sends players back to. */
    static final String CALLBACK = "/wechat/callback";
    private static final long serialVersionUID = 1L;

    private final transient WeChatGateway gateway;
    private final transient SignInStates states;
    private final transient EntryLines lines;
    private final transient Optional<String> callbackOrigin;
    private final transient Identities identities;
    private final transient OpenInWeChat door;
    private final transient SignInPages pages;

    /** @param callbackOrigin where the account's one callback address is; empty for the entry line that the player is on */
    public WeChatSignInServlet(WeChatGateway gateway, SignInStates states, EntryLines lines, Optional<String> callbackOrigin, Identities identities,
                               OpenInWeChat door, SignInPages pages) {
        this.gateway = gateway;
        this.states = states;
        this.lines = lines;
        this.callbackOrigin = callbackOrigin;
        this.identities = identities;
        this.door = door;
        this.pages = pages;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = LocalPath.of(request.getParameter("return"));
        if (identities.of(request).isPresent()) {
            Redirect.found(response, path);
            return;
        }
        if (door.turnsAway(request, response, path)) {
            return;
        }
        pages.retryAnew(request, path);
        SignInAttempt.remember(request, response);
        SignInState state = states.begin(lines.indexOf(request), path);
        try {
            URI signIn = gateway.signInAddress(URI.create(callbackOrigin.orElseGet(() -> lines.of(request)) + CALLBACK), states.text(state));
            PendingSignIns.begin(request, state);
            Redirect.away(response, signIn);
        } catch (WeChatFailure failure) {
            pages.away(request, response, path, failure.reason() + ", " + failure.getMessage());
        }
    }
}
