package org.turntable.node;

import jakarta.servlet.http.HttpServlet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.turntable.config.Settings;
import org.turntable.config.WeChatSettings;
import org.turntable.player.HmacSigner;
import org.turntable.signal.RiskSignals;
import org.turntable.web.line.EnterServlet;
import org.turntable.web.signin.FollowingServlet;
import org.turntable.web.signin.SignInMetrics;
import org.turntable.web.signin.SignInPages;
import org.turntable.web.signin.SignInServlet;
import org.turntable.web.signin.SignInStates;
import org.turntable.web.signin.SignOutServlet;
import org.turntable.web.signin.WeChatCallbackServlet;
import org.turntable.web.signin.WeChatPageModel;
import org.turntable.web.signin.WeChatSignInServlet;
import org.turntable.web.signin.WeChatSignatureServlet;
import org.turntable.wechat.SimpleSignIn;
import org.turntable.wechat.WeChatGateway;

/**
 * How players sign in and out.
 *
 * @param onPage the part of the campaign page that WeChat needs; empty when players sign in by a name
 * @param servlets the servlets of {@code /sign-in}, {@code /sign-out}, {@code /enter}, and below {@code /wechat}
 */
record SignInModule(Optional<WeChatPageModel> onPage, List<HttpServlet> servlets) {
    /** @param gateway empty when players sign in by a name */
    static SignInModule of(
            Optional<WeChatGateway> gateway,
            Settings settings,
            WebModule web,
            SignInMetrics metrics,
            RiskSignals signals) {
        List<HttpServlet> servlets =
                new ArrayList<>(List.of(new EnterServlet(web.identities()), new SignOutServlet(web.identities())));
        if (gateway.isEmpty()) {
            servlets.add(new SignInServlet(new SimpleSignIn(), web.identities(), web.openInWeChat(), web.views()));
            return new SignInModule(Optional.empty(), servlets);
        }
        servlets.addAll(weChat(gateway.get(), settings, web, metrics, signals));
        WeChatSettings weChat = settings.weChat();
        WeChatPageModel onPage = new WeChatPageModel(
                weChat.script(), weChat.followCheck(), web.lines(), web.views().messages(), web.assets());
        return new SignInModule(Optional.of(onPage), servlets);
    }

    private static List<HttpServlet> weChat(
            WeChatGateway gateway, Settings settings, WebModule web, SignInMetrics metrics, RiskSignals signals) {
        WeChatSettings weChat = settings.weChat();
        SignInStates states = new SignInStates(
                new HmacSigner(settings.identity().secret().reveal(), "sign-in state"), web.clock(), web.random());
        SignInPages pages = new SignInPages(web.responses(), metrics, signals::snapshot);
        return List.of(
                new WeChatSignInServlet(
                        gateway,
                        states,
                        web.lines(),
                        weChat.callbackOrigin(),
                        web.identities(),
                        web.openInWeChat(),
                        pages),
                new WeChatCallbackServlet(
                        gateway,
                        states,
                        web.lines(),
                        web.identities(),
                        pages,
                        weChat.followCheck() || settings.claims().packets().isPresent()),
                new WeChatSignatureServlet(gateway, web.lines(), web.responses()),
                new FollowingServlet(gateway, weChat.followCheck(), web.responses()));
    }
}
