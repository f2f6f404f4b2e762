package org.turntable.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.Redirect;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatGateway;

/**
 * The callback of WeChat, with a code. The state must be valid, unexpired, and of a sign-in of this session, so that a
 * prepared callback signs no victim in. A browser that is signed in already is redirected to its page, so a repeated
 * callback (a double redirect, another network) exchanges no code.
 */
public final class WeChatCallbackServlet extends HttpServlet {
    /** The session attribute with the openid, which only the follow check and red packets need. */
    public static final String OPENID = "openid";

    private static final long serialVersionUID = 1L;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9._~-]{1,256}");
    /** Marks a callback that was redirected to its line once, so that there is no redirect loop. */
    private static final String HANDED_ON = "on";

    private final transient WeChatGateway gateway;
    private final transient SignInStates states;
    private final transient EntryLines lines;
    private final transient Identities identities;
    private final transient SignInPages pages;
    private final boolean keepOpenid;

    /** @param keepOpenid whether the session stores the openid, for the follow check and for red packets */
    public WeChatCallbackServlet(
            WeChatGateway gateway,
            SignInStates states,
            EntryLines lines,
            Identities identities,
            SignInPages pages,
            boolean keepOpenid) {
        this.gateway = gateway;
        this.states = states;
        this.lines = lines;
        this.identities = identities;
        this.pages = pages;
        this.keepOpenid = keepOpenid;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Optional<SignInState> read = states.read(request.getParameter("state"));
        if (read.isEmpty()) {
            pages.again(request, response, SignInResult.FORGED, "/", "the state is none of ours");
            return;
        }
        SignInState state = read.get();
        pages.retryAnew(request, state.path());
        if (identities.of(request).isPresent()) {
            pages.came(SignInResult.REPEATED, "the browser is signed in already");
            Redirect.found(response, PendingSignIns.pathOf(request, state).orElse(state.path()));
        } else if (states.isExpired(state)) {
            pages.again(
                    request,
                    response,
                    SignInResult.EXPIRED,
                    state.path(),
                    "the state is older than " + SignInState.LIFETIME.toMinutes() + " minutes");
        } else {
            callback(request, response, state);
        }
    }

    private void callback(HttpServletRequest request, HttpServletResponse response, SignInState state)
            throws IOException {
        String code = request.getParameter("code");
        Optional<String> path = PendingSignIns.pathOf(request, state);
        if (code == null || !CODE.matcher(code).matches()) {
            pages.again(request, response, SignInResult.NO_CODE, path.orElse(state.path()), "no code came back");
        } else if (path.isPresent()) {
            exchange(request, response, state, path.get(), code);
        } else if (request.getParameter(HANDED_ON) == null) {
            // Another line, or the partner's proxy, which does not forward cookies of this site: the browser must be
            // redirected to the line on which the sign-in began.
            pages.came(SignInResult.HANDED_ON, "to entry line " + state.line());
            Redirect.external(
                    response,
                    URI.create(lines.at(state.line()) + WeChatSignInServlet.CALLBACK + "?code=" + code + "&state="
                            + request.getParameter("state") + "&" + HANDED_ON + "=1"));
        } else {
            pages.again(
                    request,
                    response,
                    SignInResult.FOREIGN,
                    state.path(),
                    "the state began in another session, or was used before");
        }
    }

    private void exchange(
            HttpServletRequest request, HttpServletResponse response, SignInState state, String path, String code)
            throws IOException {
        WeChatGateway.Visitor visitor;
        try {
            visitor = gateway.exchange(code);
        } catch (WeChatException failure) {
            failed(request, response, state, path, failure);
            return;
        }
        if (visitor.openid() == null || visitor.openid().isBlank()) {
            pages.unavailable(request, response, path, "an answer without openid");
            return;
        }
        PendingSignIns.end(request, state);
        if (visitor.snapshot()) {
            pages.snapshot(request, response, path);
            return;
        }
        identities.signIn(request, response, visitor.openid());
        request.changeSessionId();
        if (keepOpenid) {
            request.getSession().setAttribute(OPENID, visitor.openid());
        }
        pages.came(SignInResult.SIGNED_IN, "by WeChat");
        Redirect.found(response, path);
    }

    /**
     * A code that WeChat refused is used up, and its state with it. After a timeout the same callback may be repeated.
     */
    private void failed(
            HttpServletRequest request,
            HttpServletResponse response,
            SignInState state,
            String path,
            WeChatException failure)
            throws IOException {
        String detail = failure.reason() + ", " + failure.getMessage();
        switch (failure.reason()) {
            case CODE_USED, CODE_REFUSED -> {
                PendingSignIns.end(request, state);
                boolean used = failure.reason() == WeChatException.Reason.CODE_USED;
                pages.again(request, response, used ? SignInResult.CODE_USED : SignInResult.CODE_REFUSED, path, detail);
            }
            case LIMITED, MISCONFIGURED, UNAVAILABLE -> pages.unavailable(request, response, path, detail);
        }
    }
}
