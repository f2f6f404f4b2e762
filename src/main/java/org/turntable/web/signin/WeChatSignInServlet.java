package org.turntable.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.Redirect;
import org.turntable.web.request.LocalPath;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatGateway;

/**
 * Redirects a player to WeChat for a silent sign-in. Where the address is not available now, a page shows that and no
 * session is created.
 */
public final class WeChatSignInServlet extends HttpServlet {
    /** The path that WeChat, or the partner's relay, sends players back to. */
    static final String CALLBACK = "/wechat/callback";

    private static final long serialVersionUID = 1L;

    private final transient WeChatGateway gateway;
    private final transient SignInStates states;
    private final transient EntryLines lines;
    private final transient Optional<String> callbackOrigin;
    private final transient Identities identities;
    private final transient OpenInWeChat openInWeChat;
    private final transient SignInPages pages;

    /** @param callbackOrigin the origin of the account's only callback address; empty for the player's entry line */
    public WeChatSignInServlet(
            WeChatGateway gateway,
            SignInStates states,
            EntryLines lines,
            Optional<String> callbackOrigin,
            Identities identities,
            OpenInWeChat openInWeChat,
            SignInPages pages) {
        this.gateway = gateway;
        this.states = states;
        this.lines = lines;
        this.callbackOrigin = callbackOrigin;
        this.identities = identities;
        this.openInWeChat = openInWeChat;
        this.pages = pages;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String path = LocalPath.of(request.getParameter("return"));
        if (identities.of(request).isPresent()) {
            Redirect.found(response, path);
            return;
        }
        if (openInWeChat.rejects(request, response, path)) {
            return;
        }
        pages.retryAnew(request, path);
        SignInAttempt.remember(request, response);
        SignInState state = states.begin(lines.indexOf(request), path);
        try {
            URI signIn = gateway.signInAddress(
                    URI.create(callbackOrigin.orElseGet(() -> lines.of(request)) + CALLBACK), states.text(state));
            PendingSignIns.begin(request, state);
            Redirect.external(response, signIn);
        } catch (WeChatException failure) {
            pages.unavailable(request, response, path, failure.reason() + ", " + failure.getMessage());
        }
    }
}
