package org.turntable.app;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.function.Supplier;
import org.turntable.player.Seal;
import org.turntable.web.Answers;
import org.turntable.web.EntryLines;
import org.turntable.web.FollowingServlet;
import org.turntable.web.Identities;
import org.turntable.web.OpenInWeChat;
import org.turntable.web.SignInMetrics;
import org.turntable.web.SignInPages;
import org.turntable.web.SignInStates;
import org.turntable.web.WeChatCallbackServlet;
import org.turntable.web.WeChatOnPage;
import org.turntable.web.WeChatSignInServlet;
import org.turntable.web.WeChatSignatureServlet;
import org.turntable.web.page.Assets;
import org.turntable.web.page.Messages;
import org.turntable.wechat.WeChatGateway;

/**
 * What answers where players sign in with WeChat.
 *
 * @param onPage    what the page with the wheel does inside WeChat
 * @param signIn    sends players there
 * @param callback  where they come back
 * @param signature for WeChat's script
 * @param following for the follow check
 */
record WeChatParts(WeChatOnPage onPage, WeChatSignInServlet signIn, WeChatCallbackServlet callback, WeChatSignatureServlet signature,
                   FollowingServlet following) {
    static WeChatParts of(WeChatGateway gateway, Settings settings, EntryLines lines, Identities identities, OpenInWeChat door, Answers answers,
                          Assets assets, Messages messages, SignInMetrics metrics, Supplier<Instant> clock, SecureRandom random) {
        Settings.WeChat weChat = settings.weChat();
        SignInStates states = new SignInStates(new Seal(settings.identity().secret().reveal(), "sign-in state"), clock, random);
        SignInPages pages = new SignInPages(answers, metrics);
        return new WeChatParts(
                new WeChatOnPage(weChat.script(), weChat.followCheck(), lines, messages, assets),
                new WeChatSignInServlet(gateway, states, lines, weChat.callbackOrigin(), identities, door, pages),
                new WeChatCallbackServlet(gateway, states, lines, identities, pages, weChat.followCheck() || settings.claims().packets().isPresent()),
                new WeChatSignatureServlet(gateway, lines, answers),
                new FollowingServlet(gateway, weChat.followCheck(), answers));
    }
}
