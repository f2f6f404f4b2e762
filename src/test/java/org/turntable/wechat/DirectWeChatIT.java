package org.turntable.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.wechat.WeChatException.Reason;
import org.turntable.wechat.WeChatGateway.Following;

/** The account's own secret, against the stand-in. */
class DirectWeChatIT extends WeChatGatewayContract {
    private static final String TOKEN = "/cgi-bin/stable_token";
    private static final URI PAGE = URI.create("https://lottery.example.com/c/x");

    private final FakeSharedTokens shared = new FakeSharedTokens();

    @Override
    WeChatGateway gateway(URI origin, WeChatLimits limits) {
        return gateway(origin, limits, weChat.appSecret());
    }

    private WeChatGateway gateway(URI origin, WeChatLimits limits, String secret) {
        return new DirectWeChat(
                new DirectWeChat.Account(weChat.appId(), secret, origin, origin),
                limits,
                shared,
                clock,
                nanos::get,
                RANDOM);
    }

    @Override
    String exchangePath() {
        return "/sns/oauth2/access_token";
    }

    @Override
    String followingPath() {
        return "/cgi-bin/user/info";
    }

    @Override
    String signaturePath() {
        return "/cgi-bin/ticket/getticket";
    }

    @AfterEach
    void noTokenWasSaid() {
        shared.everPut().forEach(secretLog::secret);
        secretLog.check();
    }

    @Test
    void theSignInAddressHasTheFormThatWeChatRequires() {
        WeChatGateway real = new DirectWeChat(
                new DirectWeChat.Account(
                        "wx520c15f417810387",
                        "s",
                        URI.create("https://api.weixin.qq.com"),
                        URI.create("https://open.weixin.qq.com")),
                WeChatLimits.of(1),
                shared,
                clock,
                nanos::get,
                RANDOM);
        assertEquals(
                "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx520c15f417810387"
                        + "&redirect_uri=https%3A%2F%2Flottery.example.com%2Fwechat%2Fcallback"
                        + "&response_type=code&scope=snsapi_base&state=v1.ab_c-d#wechat_redirect",
                real.signInAddress(URI.create("https://lottery.example.com/wechat/callback"), "v1.ab_c-d")
                        .toString());
    }

    @ParameterizedTest
    @CsvSource({
        "40163, CODE_USED",
        "40029, CODE_REFUSED",
        "42003, CODE_REFUSED",
        "45009, LIMITED",
        "45011, LIMITED",
        "40001, MISCONFIGURED",
        "40125, MISCONFIGURED",
        "40013, MISCONFIGURED",
        "40164, MISCONFIGURED",
        "-1, UNAVAILABLE",
        "50001, UNAVAILABLE"
    })
    void everyErrorCodeHasItsReasonAndTheRequestId(int code, Reason reason) {
        WeChatGateway gateway = gateway();
        weChat.fault(exchangePath(), "errcode", code, 1);
        WeChatException failure = fails(reason, () -> gateway.exchange(codeOf(gateway, "ming")));
        assertEquals(
                "/sns/oauth2/access_token answered errcode " + code + ", rid 6a0b1c2d-0e4f5a6b-7c8d9e0f",
                failure.getMessage());
    }

    @Test
    void aWrongAppSecretIsReportedAsMisconfigured() {
        WeChatGateway wrong =
                gateway(weChat.origin(), WeChatLimits.of(2), secretLog.secret("0123456789abcdef0123456789abcdef"));
        fails(Reason.MISCONFIGURED, () -> wrong.exchange(codeOf(wrong, "ming")));
        fails(Reason.MISCONFIGURED, () -> wrong.signature(PAGE));
    }

    @Test
    void aTokenThatWeChatRefusesIsReplacedOnceAndTheCallSucceeds() {
        WeChatGateway gateway = gateway();
        String david = visitor(gateway, "david").openid();
        assertEquals(Following.NO, gateway.following(david));
        String first = shared.value(weChat.appId() + ":access");
        weChat.control(Map.of("invalidate", "token"));
        assertEquals(Following.NO, gateway.following(david));
        assertNotEquals(first, shared.value(weChat.appId() + ":access"));
        assertEquals(2, weChat.calls(TOKEN));
        assertEquals(3, weChat.calls(followingPath()));
    }

    @ParameterizedTest
    @ValueSource(ints = {40001, 42001, 40014})
    void everyErrorCodeOfARefusedTokenIsRecognised(int code) {
        WeChatGateway gateway = gateway();
        String ming = visitor(gateway, "ming").openid();
        weChat.fault(followingPath(), "errcode", code, 1);
        assertEquals(Following.YES, gateway.following(ming));
        assertEquals(2, weChat.calls(followingPath()));
        assertEquals(2, weChat.calls(TOKEN));
    }

    @Test
    void aTokenThatIsRefusedForThePagesTicketIsReplaced() {
        WeChatGateway gateway = gateway();
        weChat.fault(signaturePath(), "errcode", 40_001, 1);
        assertEquals(weChat.appId(), gateway.signature(PAGE).appId());
        assertEquals(2, weChat.calls(TOKEN));
    }

    @Test
    void aTokenThatIsRefusedRepeatedlyIsFetchedTwiceOnly() {
        WeChatGateway gateway = gateway();
        String ming = visitor(gateway, "ming").openid();
        weChat.fault(followingPath(), "errcode", 40_001, 0);
        assertEquals(Following.UNKNOWN, gateway.following(ming));
        assertEquals(2, weChat.calls(followingPath()));
        assertEquals(2, weChat.calls(TOKEN));
    }

    @Test
    void tokenAndTicketAreFetchedOnceForBothNodes() {
        WeChatGateway one = gateway();
        WeChatGateway other = gateway();
        one.signature(PAGE);
        other.signature(PAGE);
        other.following(visitor(other, "ming").openid());
        assertEquals(1, weChat.calls(TOKEN));
        assertEquals(1, weChat.calls(signaturePath()));
        assertEquals(
                Duration.ofSeconds(7_200 - 240),
                shared.life(weChat.appId() + ":access"),
                "given up well before WeChat's own end");
    }

    @Test
    void whileTokensCannotBeSharedANodeFetchesAndCachesItsOwn() {
        shared.setAway(true);
        WeChatGateway gateway = gateway();
        String david = visitor(gateway, "david").openid();
        assertEquals(Following.NO, gateway.following(david));
        nanos.addAndGet(Duration.ofMinutes(30).toNanos());
        assertEquals(Following.NO, gateway.following(david));
        assertEquals(1, weChat.calls(TOKEN));
        weChat.control(Map.of("invalidate", "token"));
        assertEquals(Following.NO, gateway.following(david), "a refused token is replaced all the same");
        assertEquals(2, weChat.calls(TOKEN));
    }

    @Test
    void theAccountsTextHidesItsSecret() {
        assertTrue(
                new DirectWeChat.Account("wx1", "s3cret", PAGE, PAGE).toString().contains("(hidden)"));
    }
}
