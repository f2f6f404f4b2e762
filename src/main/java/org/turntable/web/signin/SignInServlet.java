package org.turntable.web.signin;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.turntable.web.http.Redirect;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Views;
import org.turntable.web.request.LocalPath;
import org.turntable.wechat.SimpleSignIn;

/** The simple sign-in: a form that asks for a name. */
public final class SignInServlet extends HttpServlet {
    /** The session attribute with the name to greet. */
    public static final String NAME = "name";

    private static final long serialVersionUID = 1L;

    private final transient SimpleSignIn simple;
    private final transient Identities identities;
    private final transient OpenInWeChat openInWeChat;
    private final transient Views views;

    public SignInServlet(SimpleSignIn simple, Identities identities, OpenInWeChat openInWeChat, Views views) {
        this.simple = simple;
        this.identities = identities;
        this.openInWeChat = openInWeChat;
        this.views = views;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (!openInWeChat.rejects(request, response, LocalPath.of(request.getParameter("return")))) {
            show(request, response, HttpServletResponse.SC_OK, "", false);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        identities.requireVisitorToken(request, request.getParameter("csrf"));
        String name = request.getParameter("name");
        Optional<String> openid = simple.openidOf(name);
        if (openid.isEmpty()) {
            String typed = name == null || name.length() > 64 ? "" : name;
            show(request, response, HttpServletResponse.SC_BAD_REQUEST, typed, true);
            return;
        }
        identities.signIn(request, response, openid.get());
        if (request.getSession(false) != null) {
            request.changeSessionId();
        }
        request.getSession().setAttribute(NAME, name.strip());
        Redirect.seeOther(response, LocalPath.of(request.getParameter("return")));
    }

    private void show(HttpServletRequest request, HttpServletResponse response, int status, String name, boolean wrong)
            throws IOException {
        Lang lang = Lang.ofAndRemember(request, response);
        String token = identities.visitorToken(request, response);
        views.render(
                response,
                status,
                Views.SIGN_IN,
                lang,
                new SignInPage(LocalPath.of(request.getParameter("return")), token, name, wrong));
    }
}
