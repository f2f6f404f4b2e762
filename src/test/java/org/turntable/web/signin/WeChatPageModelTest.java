package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.Cookie;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.campaign.Campaign;
import org.turntable.campaign.CampaignBuilder;
import org.turntable.testing.stack.ProjectFiles;
import org.turntable.web.campaign.CampaignModels;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.FakeSession;
import org.turntable.web.http.RequestRejectedException;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;
import org.turntable.web.http.TestViews;
import org.turntable.web.page.Lang;
import org.turntable.web.page.Notice;
import org.turntable.web.page.PageTheme;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatGateway.Following;

/** The options of the page inside WeChat, and the two endpoints of its script. */
class WeChatPageModelTest {
    private static final String AGENT = "Mozilla/5.0 (Linux; Android 14) MicroMessenger/8.0.49.2600 Language/zh_CN";

    private final EntryLines lines = new EntryLines(List.of("https://one.example.com", "https://two.example.com"));
    private final WeChatPageModel onPage = new WeChatPageModel(
            URI.create("https://res.wx.qq.com/open/js/jweixin-1.6.0.js"),
            true,
            lines,
            TestViews.VIEWS.messages(),
            TestViews.ASSETS);
    private final Campaign campaign = new CampaignBuilder().build();
    private final FakeWeChat weChat = new FakeWeChat();
    private final Responses responses = new Responses(TestViews.VIEWS);
    private final WeChatSignatureServlet signatures = new WeChatSignatureServlet(weChat, lines, responses);

    @Test
    void theShareCardHasTheCampaignsNameAndAnEntryLinesAddress() {
        WeChatPageOptions.Share share = of(asked("two.example.com"), Campaign.Phase.OPEN, true)
                .orElseThrow()
                .share();
        assertEquals(CampaignModels.text(campaign.name(), Lang.ZH_CN), share.title());
        assertTrue(
                share.description().contains(CampaignModels.text(campaign.organiser(), Lang.ZH_CN)),
                share.description());
        assertEquals("https://two.example.com/c/" + campaign.slug(), share.link());
        assertTrue(
                share.picture().matches("https://two\\.example\\.com/assets/share\\.[0-9a-f]{8}\\.png"),
                share.picture());
        assertEquals(
                "https://one.example.com/c/" + campaign.slug(),
                of(asked("partner.example.net"), Campaign.Phase.OPEN, true)
                        .orElseThrow()
                        .share()
                        .link());
    }

    @Test
    void thePictureIsSmallEnoughForAShareCard() throws Exception {
        Path picture = ProjectFiles.file("src/main/webapp/assets/share.png");
        assertTrue(java.nio.file.Files.size(picture) < 32_000, "WeChat shows no heavier ones");
    }

    @Test
    void anotherBrowserGetsNoWeChatOptions() {
        assertEquals(
                Optional.empty(),
                onPage.of(
                        Requests.get("/").header("User-Agent", "Firefox").request,
                        campaign,
                        Campaign.Phase.OPEN,
                        Lang.EN,
                        false,
                        PageTheme.USUAL));
    }

    @Test
    void thePageSignsInAutomaticallyOnlyOnce() {
        assertTrue(of(asked("one.example.com"), Campaign.Phase.OPEN, false)
                .orElseThrow()
                .signIn());
        assertTrue(
                of(asked("one.example.com"), Campaign.Phase.NOT_BEGUN, false)
                        .orElseThrow()
                        .signIn(),
                "before the crowd comes");
        assertFalse(
                of(asked("one.example.com"), Campaign.Phase.OPEN, true)
                        .orElseThrow()
                        .signIn(),
                "already signed in");
        assertFalse(of(asked("one.example.com"), Campaign.Phase.ENDED, false)
                .orElseThrow()
                .signIn());

        Requests tried = asked("one.example.com");
        SignInAttempt.remember(tried.request, tried.response);
        assertFalse(of(asked("one.example.com").sends(tried.cookies.get(0)), Campaign.Phase.OPEN, false)
                .orElseThrow()
                .signIn());
        assertEquals(600, tried.cookies.get(0).getMaxAge());
    }

    @Test
    void signingOutIsNotUndoneByTheNextPage() throws Exception {
        Identities identities = org.mockito.Mockito.mock(Identities.class);
        Requests signOut = Requests.post("/sign-out").in(new FakeSession());
        new SignOutServlet(identities).doPost(signOut.request, signOut.response);
        assertTrue(SignInAttempt.wasMade(Requests.get("/").sends(signOut.cookies.toArray(Cookie[]::new)).request));
    }

    @Test
    void onlyASignedInPlayerIsCheckedAndOnlyWithTheCheckSwitchedOn() {
        assertTrue(of(asked("one.example.com"), Campaign.Phase.OPEN, true)
                .orElseThrow()
                .followCheck());
        assertFalse(of(asked("one.example.com"), Campaign.Phase.OPEN, false)
                .orElseThrow()
                .followCheck());
        WeChatPageModel off = new WeChatPageModel(
                URI.create("https://res.wx.qq.com/x.js"), false, lines, TestViews.VIEWS.messages(), TestViews.ASSETS);
        assertFalse(
                off.of(asked("one.example.com").request, campaign, Campaign.Phase.OPEN, Lang.EN, true, PageTheme.USUAL)
                        .orElseThrow()
                        .followCheck());
    }

    @Test
    void theExactAddressIsSigned() throws Exception {
        String address = "https://two.example.com/c/golden-week?from=timeline&x=%E4%B8%AD";
        Requests asked = Requests.get("/wechat/signature").parameter("url", address);
        signatures.doGet(asked.request, asked.response);
        JsonNode json = new ObjectMapper().readTree(asked.text());
        assertEquals("signature of " + address, json.get("signature").asText());
        assertEquals("wx0123456789abcdef", json.get("appId").asText());
        assertEquals(1_700_000_000, json.get("timestamp").asLong());
        assertEquals("nonce", json.get("nonceStr").asText());
        assertEquals("no-store", asked.headers.get("Cache-Control"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "https://evil.example/c/x",
                "https://one.example.com.evil.net/",
                "https://one.example.com/#x",
                "http://one.example.com/c/x",
                "https://one.example.com/c/a b",
                "javascript:alert(1)"
            })
    void noOtherAddressIsSigned(String address) {
        Requests asked =
                Requests.get("/wechat/signature").parameter("url", address).header("Host", "evil.example");
        assertEquals(
                Notice.BAD_REQUEST,
                assertThrows(RequestRejectedException.class, () -> signatures.doGet(asked.request, asked.response))
                        .notice());
    }

    @Test
    void noAddressAtAllOrOneThatIsTooLongIsRefused() {
        for (Requests asked : List.of(
                Requests.get("/wechat/signature"),
                Requests.get("/wechat/signature").parameter("url", "https://one.example.com/" + "x".repeat(1_000)))) {
            assertThrows(RequestRejectedException.class, () -> signatures.doGet(asked.request, asked.response));
        }
    }

    @Test
    void withoutATicketTheScriptGetsARefusal() throws Exception {
        weChat.failure = new WeChatException(WeChatException.Reason.UNAVAILABLE, "no ticket");
        Requests asked = Requests.get("/wechat/signature").parameter("url", "https://one.example.com/");
        signatures.doGet(asked.request, asked.response);
        assertEquals(503, asked.status);
        assertFalse(asked.text().contains("ticket"), asked.text());
    }

    @ParameterizedTest
    @EnumSource
    void whetherThePlayerFollowsIsToldAsItIs(Following following) throws Exception {
        weChat.following = following;
        FakeSession session = new FakeSession();
        session.make().setAttribute(WeChatCallbackServlet.OPENID, "openid-anna");
        assertEquals(
                "{\"following\":\"" + following.name().toLowerCase(java.util.Locale.ROOT) + "\"}",
                following(session, true));
        assertEquals("{\"following\":\"unknown\"}", following(session, false), "switched off");
        assertEquals(1, weChat.asked, "and WeChat is not asked then");
    }

    @Test
    void withoutAnOpenidInTheSessionTheResultIsUnknown() throws Exception {
        weChat.following = Following.NO;
        assertEquals("{\"following\":\"unknown\"}", following(new FakeSession(), true));
        assertEquals(0, weChat.asked);
    }

    private String following(FakeSession session, boolean wanted) throws Exception {
        Requests asked = Requests.get("/wechat/following").in(session);
        new FollowingServlet(weChat, wanted, responses).doGet(asked.request, asked.response);
        assertNull(asked.headers.get("Location"));
        assertEquals(200, asked.status);
        return asked.text();
    }

    private static Requests asked(String host) {
        Requests asked = Requests.get("/c/x").header("Host", host).header("User-Agent", AGENT);
        when(asked.request.isSecure()).thenReturn(true);
        return asked;
    }

    private Optional<WeChatPageOptions> of(Requests asked, Campaign.Phase phase, boolean signedIn) {
        return onPage.of(asked.request, campaign, phase, Lang.ZH_CN, signedIn, PageTheme.USUAL);
    }
}
