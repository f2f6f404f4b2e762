package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.player.HmacSigner;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedWeChatCluster;

/**
 * Signing in with WeChat, by both ways, from the tap to the page that was asked for; and everything that a callback
 * should not be.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeChatSignInIT {
    private static final String HERE = "127.0.0.1";
    private static final String SESSION = "JSESSIONID";

    private SharedWeChatCluster system;

    @BeforeEach
    void whole() {
        system = SharedWeChatCluster.whole();
    }

    @ParameterizedTest
    @ValueSource(strings = {"wechat-direct", "wechat-partner"})
    void aPlayerWhoAskedForAPageIsBackOnExactlyThatPage(String way) {
        TomcatNode node = nodeOf(way);
        WeChatPhone phone = system.phone();
        String page = SharedWeChatCluster.PAGE + "/rules?from=menu&lang=zh-CN";
        HttpResponse<String> answer = phone.follow(
                node.baseUrl() + "/sign-in?return=%2Fc%2Fin-wechat%2Frules%3Ffrom%3Dmenu%26lang%3Dzh-CN", "ming");
        assertEquals(200, answer.statusCode());
        assertEquals(
                URI.create(node.baseUrl() + page),
                phone.visited().get(phone.visited().size() - 1));
        assertTrue(phone.isSignedIn(HERE));
        assertTrue(
                phone.open(node.baseUrl() + SharedWeChatCluster.PAGE).body().contains("name=\"csrf\""),
                "the wheel can be turned");
    }

    /** The player's id is made of the openid: the same person is the same player, by either way and on any phone. */
    @Test
    void onePersonIsOnePlayerByEitherWay() {
        String first = playerOf(signedIn(system.direct(), "hong"));
        assertEquals(first, playerOf(signedIn(system.direct2(), "hong")));
        assertEquals(first, playerOf(signedIn(system.partner(), "hong")));
        assertNotEquals(first, playerOf(signedIn(system.direct(), "david")));
    }

    /** Longer than what fits into WeChat's 128 characters of state: the session knows it. */
    @Test
    void aPageWithALongAddressIsFoundAgainToo() {
        String page = SharedWeChatCluster.PAGE + "?from=" + "x".repeat(150);
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), page, "ming");
        assertTrue(stateOf(callback).length() <= 128, callback);
        HttpResponse<String> answer = phone.open(callback);
        assertEquals(page, WeChatPhone.location(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/c/in-wechat",
                "/c/in-wechat?from="
                        + "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh"
            })
    void aStateIsWhatWeChatCarries(String page) {
        String location = WeChatPhone.location(system.phone()
                .open(system.direct().baseUrl() + "/sign-in?return="
                        + page.replace("?", "%3F").replace("=", "%3D")));
        assertTrue(
                Pattern.compile("[?&]state=[A-Za-z0-9._-]{1,128}(&|#)")
                        .matcher(location)
                        .find(),
                location);
        assertTrue(
                location.contains("redirect_uri=http%3A%2F%2F127.0.0.1%3A"
                        + system.direct().port() + "%2Fwechat%2Fcallback"),
                location);
    }

    @Test
    void neitherRedirectIsCached() {
        WeChatPhone phone = system.phone();
        HttpResponse<String> away = phone.open(system.direct().baseUrl() + "/sign-in?return=%2F");
        assertEquals("no-store", away.headers().firstValue("Cache-Control").orElse(null));
        HttpResponse<String> back = phone.open(system.weChat()
                .signIn(URI.create(WeChatPhone.location(away)), "ming")
                .toString());
        assertEquals(302, back.statusCode());
        assertEquals("no-store", back.headers().firstValue("Cache-Control").orElse(null));
    }

    @Test
    void theSessionChangesItsIdSoThatNoneThatWasPlantedIsTakenOver() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        String before = phone.cookies(HERE).get(SESSION);
        assertEquals(302, phone.open(callback).statusCode());
        assertNotEquals(before, phone.cookies(HERE).get(SESSION));

        // Who knows the old id has nothing of it: its callback is a stranger's.
        WeChatPhone planter = system.phone();
        planter.cookies(HERE).put(SESSION, before);
        refused(planter, callback, 400);
    }

    /** A double redirect, a change of network: the same callback comes again to a browser that it has signed in. */
    @Test
    void aSecondCallbackInTheSameBrowserGoesOnToThePageAndAsksWeChatNothing() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        assertEquals(SharedWeChatCluster.PAGE, WeChatPhone.location(phone.open(callback)));
        HttpResponse<String> again = phone.open(callback.replace(
                ":" + system.direct().port(), ":" + system.direct2().port()));
        assertEquals(302, again.statusCode());
        assertEquals(SharedWeChatCluster.PAGE, WeChatPhone.location(again));
        assertEquals(1, system.weChat().calls("/sns/oauth2/access_token"));
    }

    @Test
    void aCallbackThatWasUsedSignsNoOtherPlayerIn() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        phone.open(callback);
        refused(system.phone(), callback, 400);
    }

    /** In the browser and the session where it began, too: it serves once. */
    @Test
    void aStateServesOnce() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        assertEquals(302, phone.open(callback).statusCode());
        phone.cookies(HERE).remove("tt_id");
        refused(phone, callback, 400);
        assertEquals(1, system.weChat().calls("/sns/oauth2/access_token"), "the code was exchanged again");
    }

    /** The attacker's own code and state in somebody else's browser, who is in the middle of a sign-in of her own. */
    @Test
    void aCallbackThatAnotherPlayerBeganSignsNoPlayerIn() {
        String attackers = system.phone().callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "david");
        WeChatPhone victim = system.phone();
        String own = victim.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        refused(victim, attackers, 400);
        assertEquals(0, system.weChat().calls("/sns/oauth2/access_token"), "the attacker's code was exchanged");
        assertEquals(302, victim.open(own).statusCode(), "her own sign-in goes on");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "1.t8v2k3.0.AAAAAAAAAAAAAAAA..BBBBBBBBBBBBBBBBBBBBBB",
                "%00",
                "..%2f..%2f",
                "a%0d%0ab",
                "1.1.1.1.1.1"
            })
    void aForgedStateIsRefused(String state) {
        WeChatPhone phone = system.phone();
        phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        HttpResponse<String> answer =
                refused(phone, system.direct().baseUrl() + "/wechat/callback?code=never-exchanged&state=" + state, 400);
        assertFalse(answer.body().contains("never-exchanged"), "the code stands on the page");
    }

    @Test
    void aStateOfWhichOneLetterWasChangedIsRefused() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        String state = stateOf(callback);
        for (int place : List.of(2, state.indexOf('.', 9) + 1, state.length() / 2, state.length() - 1)) {
            char changed = state.charAt(place) == 'a' ? 'b' : 'a';
            refused(
                    phone,
                    callback.replace(state, state.substring(0, place) + changed + state.substring(place + 1)),
                    400);
        }
        assertEquals(302, phone.open(callback).statusCode(), "and the right one still serves");
    }

    /** Rightly sealed, and eleven minutes old, or from the future. */
    @ParameterizedTest
    @ValueSource(longs = {-660, 3600})
    void anExpiredStateIsRefused(long secondsFromNow) {
        String signed = "1." + Long.toString(Instant.now().getEpochSecond() + secondsFromNow, 36)
                + ".0.AAAAAAAAAAAAAAAA.L2MvaW4td2VjaGF0";
        String state = signed + "."
                + new HmacSigner(system.cluster().settings().get("identity.secret"), "sign-in state").text(signed, 16);
        long since = SharedWeChatCluster.logOf(system.direct()).length();
        refused(system.phone(), system.direct().baseUrl() + "/wechat/callback?code=abc&state=" + state + "&on=1", 400);
        String line = SharedWeChatCluster.signInLines(system.direct(), since).get(0);
        assertTrue(line.contains(secondsFromNow < 0 ? "sign-in expired" : "sign-in forged"), line);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example",
                "/\\evil.example",
                "/%2f%2fevil.example",
                "/%5cevil.example",
                "javascript:alert(1)",
                "/c/x%0d%0aSet-Cookie:a=b",
                "/.//evil.example",
                "http:evil.example",
                "/@evil.example"
            })
    void noParameterLeadsToAnotherHost(String evil) {
        WeChatPhone phone = system.phone();
        HttpResponse<String> back = phone.open(phone.callback(system.direct().baseUrl(), evil, "ming"));
        assertEquals(302, back.statusCode());
        assertTrue(WeChatPhone.location(back).matches("/([A-Za-z0-9][^/\\\\]*.*)?"), WeChatPhone.location(back));
        assertFalse(back.headers().map().toString().contains("a=b"));
        // What a browser makes of it is still ours.
        assertEquals(
                HERE,
                URI.create(system.direct().baseUrl() + "/wechat/callback")
                        .resolve(WeChatPhone.location(back))
                        .getHost());
        String escaped = URLEncoder.encode(evil, StandardCharsets.UTF_8);
        for (String parameters : List.of(
                "return=" + escaped,
                "state=" + escaped + "&return=" + escaped,
                "code=" + escaped + "&state=" + escaped)) {
            HttpResponse<String> answer =
                    system.phone().open(system.direct().baseUrl() + "/wechat/callback?" + parameters);
            assertEquals(400, answer.statusCode());
            assertFalse(answer.body().contains("evil"), answer.body());
        }
    }

    /** One browser, the same callback at the same moment on two nodes. */
    @Test
    void aCodeThatIsUsedTwiceAtOnceOnTwoNodesSignsInOnce() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        system.weChat().fault("/sns/oauth2/access_token", "slow", 300, 2);
        WeChatPhone twin = system.phone();
        twin.cookies(HERE).putAll(phone.cookies(HERE));
        CompletableFuture<HttpResponse<String>> other = CompletableFuture.supplyAsync(() -> twin.open(callback.replace(
                ":" + system.direct().port(), ":" + system.direct2().port())));
        HttpResponse<String> one = phone.open(callback);
        List<HttpResponse<String>> answers = List.of(one, other.join());
        assertEquals(
                1, answers.stream().filter(answer -> answer.statusCode() == 302).count(), "signed in once");
        HttpResponse<String> late = answers.stream()
                .filter(answer -> answer.statusCode() != 302)
                .findFirst()
                .orElseThrow();
        assertEquals(400, late.statusCode());
        assertFriendly(late);
        assertEquals(
                1,
                Stream.of(phone, twin)
                        .filter(browser -> browser.isSignedIn(HERE))
                        .count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"wechat-direct", "wechat-partner"})
    void aSnapshotPageIsTurnedBackWithWhatToTap(String way) {
        TomcatNode node = nodeOf(way);
        WeChatPhone phone = system.phone();
        HttpResponse<String> answer =
                phone.follow(node.baseUrl() + "/sign-in?return=" + SharedWeChatCluster.PAGE, "snapshot");
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("使用完整服务"), answer.body());
        assertFalse(phone.isSignedIn(HERE));
        assertTrue(system.phone()
                .inEnglish()
                .follow(node.baseUrl() + "/sign-in?return=/", "snapshot")
                .body()
                .contains("full service"));
    }

    @Test
    void whoDeclinesIsOfferedAnotherTry() {
        WeChatPhone phone = system.phone();
        String callback = phone.callback(system.direct().baseUrl(), SharedWeChatCluster.PAGE, "ming");
        refused(phone, callback.replaceAll("code=[^&]*&?", ""), 400);
    }

    @Test
    void theNextSignInAfterARefusedOneIsOneTap() {
        WeChatPhone phone = system.phone();
        HttpResponse<String> page = phone.open(system.direct().baseUrl() + "/wechat/callback?code=x&state=x");
        String tap = page.body()
                .replaceAll("(?s).*class=\"go\" href=\"([^\"]+)\".*", "$1")
                .replace("&amp;", "&");
        assertEquals(
                200,
                phone.follow(system.direct().baseUrl() + tap.replace("%2F", SharedWeChatCluster.PAGE), "ming")
                        .statusCode());
        assertTrue(phone.isSignedIn(HERE));
    }

    /** By itself once; then there is a button, so that a sign-in that fails never goes in a circle. */
    @Test
    void thePageInsideWeChatSignsInByItselfAtMostOnce() {
        WeChatPhone phone = system.phone();
        String page = system.direct().baseUrl() + SharedWeChatCluster.PAGE;
        assertTrue(byItself(phone.open(page).body()));
        phone.open(system.direct().baseUrl() + "/sign-in?return=" + SharedWeChatCluster.PAGE);
        String after = phone.open(page).body();
        assertFalse(byItself(after));
        assertTrue(after.contains("href=\"/sign-in?return="), "no button");
    }

    private static boolean byItself(String page) {
        return Pattern.compile("id=\"wechat\"[^>]* data-sign-in=").matcher(page).find();
    }

    @Test
    void whoSignsOutIsNotSignedInAgainByThePage() {
        WeChatPhone phone = signedIn(system.direct(), "ming");
        phone.cookies(HERE).remove("tt_id");
        assertFalse(byItself(
                phone.open(system.direct().baseUrl() + SharedWeChatCluster.PAGE).body()));
    }

    private TomcatNode nodeOf(String way) {
        return way.equals("wechat-direct") ? system.direct() : system.partner();
    }

    private WeChatPhone signedIn(TomcatNode node, String persona) {
        WeChatPhone phone = system.phone();
        phone.follow(node.baseUrl() + "/sign-in?return=" + SharedWeChatCluster.PAGE, persona);
        assertTrue(phone.isSignedIn(HERE));
        return phone;
    }

    private static String playerOf(WeChatPhone phone) {
        return phone.cookies(HERE).get("tt_id").split("\\.")[1];
    }

    private static String stateOf(String callback) {
        return callback.replaceAll(".*[?&]state=([^&]*).*", "$1");
    }

    /** Follows to the end; asserts a friendly page, and that nobody is signed in. */
    private static HttpResponse<String> refused(WeChatPhone phone, String callback, int status) {
        String before = phone.cookies(HERE).get(SESSION);
        HttpResponse<String> answer = phone.open(callback);
        if (answer.statusCode() == 302) {
            // Once to where it began: another entry line, or the partner's proxy.
            assertTrue(WeChatPhone.location(answer).startsWith("http://127.0.0.1:"), WeChatPhone.location(answer));
            answer = phone.open(WeChatPhone.location(answer));
        }
        assertEquals(status, answer.statusCode());
        assertFriendly(answer);
        assertFalse(phone.isSignedIn(HERE));
        assertEquals(before, phone.cookies(HERE).get(SESSION), "a session was made or changed");
        return answer;
    }

    static void assertFriendly(HttpResponse<String> answer) {
        assertTrue(
                answer.body().contains("<h1>") && answer.body().contains("href=\"/sign-in?return="),
                "no tap to sign in again: " + answer.body());
        for (String leak : List.of("Exception", "org.turntable", "openid", "40163", "errcode", "Tomcat")) {
            assertFalse(answer.body().contains(leak), leak);
        }
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(null));
    }
}
