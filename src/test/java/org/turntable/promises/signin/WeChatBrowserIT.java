package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.browser.Chromium;
import org.turntable.testing.browser.Chromium.Phone;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.Cluster;
import org.turntable.testing.stack.WeChatStandIn;

/** The pages inside WeChat in a real browser: the page first, then WeChat, and never a wheel that waits for it. */
class WeChatBrowserIT {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String PAGE = "/c/golden-week";
    private static final String OTHER =
            "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
                    + "Chrome/126.0 Mobile Safari/537.36";
    private static final String WHEEL = "document.querySelector('.wheel .disc') !== null";

    private static Cluster cluster;
    private static WeChatStandIn weChat;
    private static Chromium browser;
    private static String origin;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.start();
        cluster = Cluster.builder()
                .tomcats(1)
                .heap("384m")
                .weChat()
                .setting("wechat.browser", "wechat")
                .setting("wechat.follow.check", "on")
                .start();
        weChat = cluster.weChat().orElseThrow();
        origin = cluster.node(0).baseUrl();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (cluster != null) {
            cluster.close();
        }
    }

    /** No reset: it would end the ticket that the node holds, as WeChat never does. */
    @BeforeEach
    void well() {
        weChat.resume();
    }

    @Test
    void aPageWithoutAPlayerSignsInByItselfAndComesBackToExactlyThatPage() throws IOException {
        Phone phone = browser.phone(360, 640);
        signIn(phone, PAGE + "?from=menu", "ming");
        assertEquals(origin + PAGE + "?from=menu", phone.text("location.href"));
        phone.tap("#go");
        Await.until(
                "the result is announced",
                LIMIT,
                () -> phone.is("/win|loss/.test(document.getElementById('result').className)"));
        phone.picture("in-wechat-after-a-draw");
        phone.assertNoComplaints();
    }

    @Test
    void whileWeChatDoesNotAnswerThePageStaysAndIsNoWhiteScreen() throws IOException {
        Phone phone = browser.phone(360, 640);
        weChat.suspend();
        phone.go(origin + PAGE);
        // Asked of the browser and not of the page: while it goes elsewhere, Chromium lets nobody ask the page
        // anything.
        Await.until("the sign-in is under way", LIMIT, () -> phone.holdsCookie("tt_tried"));
        for (int i = 0; i < 5; i++) {
            assertTrue(phone.redShare() > 0.3, "the page is no more to be seen");
        }
        phone.picture("in-wechat-that-hangs");
    }

    @Test
    void thePageTriesOnceAndThenLeavesItToThePlayer() {
        Phone phone = browser.phone(360, 640);
        phone.go(origin + PAGE);
        Await.until("WeChat's page is there", LIMIT, () -> atWeChat(phone));
        phone.open(origin + PAGE);
        Await.until(
                "the share card is given: nothing else is begun",
                LIMIT,
                () -> phone.is("Boolean(window.wx && wx.shared.updateTimelineShareData)"));
        assertEquals(PAGE, phone.text("location.pathname"));
        phone.tap("a.go");
        Await.until("a tap leads to WeChat", LIMIT, () -> atWeChat(phone));
    }

    @Test
    void othersAreSentTheCampaignsCard() {
        Phone phone = browser.phone(360, 640);
        signIn(phone, PAGE + "?from=timeline&x=%E4%B8%AD", "hong");
        // The stand-in gives the card only after it has checked the signature for the address that the browser shows.
        Await.until(
                "WeChat has the card",
                LIMIT,
                () -> phone.is("Boolean(window.wx && wx.shared.updateAppMessageShareData && "
                        + "wx.shared.updateTimelineShareData)"));
        assertEquals(phone.text("document.title"), phone.text("wx.shared.updateAppMessageShareData.title"));
        assertEquals(origin + PAGE, phone.text("wx.shared.updateAppMessageShareData.link"));
        assertTrue(phone.text("wx.shared.updateAppMessageShareData.desc").length() > 5);
        String picture = phone.text("wx.shared.updateTimelineShareData.imgUrl");
        assertTrue(picture.startsWith(origin + "/assets/share."), picture);
        assertEquals(200, cluster.node(0).status(picture.substring(origin.length())));
        phone.assertNoComplaints();
    }

    @Test
    void theWheelTurnsWhileWeChatsScriptDoesNotCome() {
        Phone phone = browser.phone(360, 640);
        signIn(phone, PAGE, "new");
        weChat.suspend();
        phone.go(origin + PAGE);
        Await.until(
                "the wheel is there again", LIMIT, () -> phone.is(WHEEL + " && document.readyState === 'complete'"));
        phone.tap("#go");
        Await.until(
                "the result is announced",
                LIMIT,
                () -> phone.is("/win|loss/.test(document.getElementById('result').className)"));
    }

    @Test
    void whoDoesNotFollowSeesALineThatCanBeClosedAndNothingElse() throws IOException {
        Phone phone = browser.phone(360, 640);
        signIn(phone, PAGE, "david");
        Await.until("the hint is shown", LIMIT, () -> phone.is("!document.getElementById('follow').hidden"));
        phone.picture("in-wechat-follow-hint");
        phone.assertFits();
        assertTrue(phone.is("document.getElementById('draw') !== null"), "the wheel can be turned all the same");
        phone.tap("#follow-close");
        Await.until("the hint is closed", LIMIT, () -> phone.is("document.getElementById('follow').hidden"));
        int asked = weChat.calls("/cgi-bin/user/info");
        phone.open(origin + PAGE);
        Await.until(
                "the card is given", LIMIT, () -> phone.is("Boolean(window.wx && wx.shared.updateTimelineShareData)"));
        assertTrue(phone.is("document.getElementById('follow').hidden"), "it comes back");
        assertEquals(asked, weChat.calls("/cgi-bin/user/info"), "whoever closed it is not asked about again");
        phone.assertNoComplaints();
    }

    @ParameterizedTest
    @CsvSource({"status, 500", "html, 0", "errcode, 45009", "truncated, 0"})
    void aFollowCheckThatFailedIsNotANo(String fault, int value) {
        Phone phone = browser.phone(360, 640);
        int before = weChat.calls("/cgi-bin/user/info");
        weChat.fault("/cgi-bin/user/info", fault, value, 1);
        signIn(phone, PAGE, "david");
        Await.until(
                "it was asked",
                LIMIT,
                () -> weChat.calls("/cgi-bin/user/info") > before
                        && phone.is("performance.getEntriesByName('" + origin + "/wechat/following').length > 0"));
        assertTrue(phone.is("document.getElementById('follow').hidden && document.getElementById('draw') !== null"));
    }

    @Test
    void aFollowerSeesNoHint() {
        Phone phone = browser.phone(360, 640);
        signIn(phone, PAGE, "ming");
        Await.until(
                "it was asked",
                LIMIT,
                () -> phone.is("performance.getEntriesByName('" + origin + "/wechat/following').length > 0"));
        assertTrue(phone.is("document.getElementById('follow').hidden"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"320x568 zh-CN", "360x640 en", "360x640 zh-CN", "414x896 zh-CN", "320x568 en"})
    void everyPageOfThisFitsEveryPhone(String screen) throws IOException {
        String[] parts = screen.split("[x ]");
        Phone phone = browser.phone(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]))
                .as(OTHER, parts[2]);
        String name = "-" + parts[0] + "-" + parts[2];
        phone.open(origin + PAGE);
        assertTrue(phone.is("document.querySelector('svg.qr') !== null"));
        phone.picture("open-in-wechat" + name);
        phone.assertFits();
        phone.as(Chromium.WECHAT, parts[2]);
        phone.open(origin + "/diag");
        Await.until(
                "the phone has measured",
                LIMIT,
                () -> phone.is("!document.getElementById('measured').textContent.includes('…')"));
        phone.pictureOfAll("diag" + name);
        phone.assertFits();
        phone.assertNoComplaints();
        // Statuses of 400 and more are lines on the browser's console themselves.
        phone.open(origin + "/wechat/callback?code=x&state=forged");
        phone.picture("sign-in-again" + name);
        phone.assertFits();
        signIn(phone, PAGE, "snapshot");
        phone.picture("sign-in-snapshot" + name);
        phone.assertFits();
    }

    @Test
    void theConnectionCheckMeasuresOnThePhoneAndItsCodeFindsTheRequestInTheLog() throws IOException {
        Phone phone = browser.phone(360, 640).as(Chromium.WECHAT, "en");
        phone.open(origin + "/diag");
        Await.until(
                "the phone has measured",
                LIMIT,
                () -> phone.is("!document.getElementById('measured').textContent.includes('…')"));
        assertTrue(
                phone.text("document.getElementById('clock-difference').textContent")
                        .matches("[01]\\.\\d s (ahead|behind)"),
                phone.text("document.getElementById('clock-difference').textContent"));
        assertTrue(phone.text("document.getElementById('asset-timing').textContent")
                .matches("\\d+ ms"));
        assertTrue(
                phone.text("document.getElementById('round-trip').textContent").matches("\\d+ ms · node-1"));
        assertTrue(
                phone.text("document.getElementById('page-timing').textContent").startsWith("DNS "));
        String code = phone.text("document.querySelector('.say strong').textContent");
        String id = phone.text("[...document.querySelectorAll('.diag code')].pop().textContent");
        Await.until(
                "the code stands in the log, beside the request's id",
                LIMIT,
                () -> Files.readString(cluster.node(0).log())
                        .lines()
                        .anyMatch(line ->
                                line.contains("diag " + code + ":") && line.contains("\"requestId\":\"" + id + "\"")));
        phone.assertNoComplaints();
    }

    @Test
    void withoutScriptsTheConnectionCheckShowsWhatTheServerKnows() {
        Phone phone = browser.phone(360, 640).as(Chromium.WECHAT, "en");
        phone.command("Emulation.setScriptExecutionDisabled", java.util.Map.of("value", true));
        phone.open(origin + "/diag");
        String told = phone.text("document.querySelector('.diag').innerText");
        for (String part : List.of("Entry line", "node-1", "Redis answers in", "Scripts do not run here")) {
            assertTrue(told.contains(part), told);
        }
        assertTrue(
                phone.is("document.getElementById('measured').hidden"), "nothing stands there that was not measured");
    }

    /**
     * Opens the page as somebody new, waits until it has gone to WeChat by itself or by a tap, and is somebody there.
     */
    private static void signIn(Phone phone, String path, String persona) {
        phone.go(origin + path);
        Await.until("WeChat's page is there", LIMIT, () -> {
            if (phone.is("location.pathname === '" + PAGE
                    + "' && document.readyState === 'complete' && sessionStorage.getItem('tt-tried') === 'yes'"
                    + " && document.querySelector('#wechat:not([data-sign-in])') !== null")) {
                phone.tap("a.go");
            }
            return atWeChat(phone);
        });
        phone.tap("a[href*=\"persona=" + persona + "\"]");
        Await.until(
                "the player is back",
                LIMIT,
                () -> phone.is("document.readyState === 'complete' && location.origin === '" + origin + "'"));
    }

    private static boolean atWeChat(Phone phone) {
        return phone.is("document.readyState === 'complete' && location.pathname === '/connect/oauth2/authorize'");
    }
}
