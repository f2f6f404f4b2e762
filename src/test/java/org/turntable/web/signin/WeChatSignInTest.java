package org.turntable.web.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.turntable.player.HmacSigner;
import org.turntable.player.IdentitySigner;
import org.turntable.player.Revocations;
import org.turntable.web.http.EntryLines;
import org.turntable.web.http.FakeSession;
import org.turntable.web.http.Requests;
import org.turntable.web.http.Responses;
import org.turntable.web.http.TestViews;
import org.turntable.wechat.WeChatException;
import org.turntable.wechat.WeChatGateway.Visitor;

/** The redirect to WeChat and the callback, with a WeChat in memory: responses, logs and refused forgeries. */
class WeChatSignInTest {
    private static final String SECRET = "a secret of at least 32 characters, or more";
    private static final String PATH = "/c/golden-week?from=menu";

    private Instant now = Instant.parse("2026-10-01T02:00:00Z");
    private final FakeWeChat weChat = new FakeWeChat();
    private final Revocations revocations = new Revocations();
    private final IdentitySigner signer = new IdentitySigner(SECRET, Duration.ofDays(30));
    private final Identities identities = new Identities(signer, revocations, () -> now, new SecureRandom());
    private final SignInStates states =
            new SignInStates(new HmacSigner(SECRET, "sign-in state"), () -> now, new SecureRandom());
    private final EntryLines lines = new EntryLines(List.of("https://one.example.com", "https://two.example.com"));
    private final Responses responses = new Responses(TestViews.VIEWS);
    private final List<String> snapshots = new ArrayList<>();
    private final SignInPages pages = new SignInPages(
            responses, new SignInMetrics(new PrometheusRegistry()), (address, agent) -> snapshots.add(address));
    private final OpenInWeChat openInWeChat = new OpenInWeChat(true, lines, TestViews.VIEWS);
    private final WeChatSignInServlet signIn =
            new WeChatSignInServlet(weChat, states, lines, Optional.empty(), identities, openInWeChat, pages);
    private final WeChatCallbackServlet callback =
            new WeChatCallbackServlet(weChat, states, lines, identities, pages, false);
    private final Phone phone = new Phone();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        revocations.replace(Map.of());
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(SignInPages.class);
        // A test of a command may have set the root's level in this process before.
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger(SignInPages.class)).detachAppender(log);
    }

    @Test
    void aPlayerComesBackSignedInToExactlyThePageThatWasAskedFor() throws Exception {
        Requests there = phone.asks(signIn, "return", PATH);
        assertEquals(302, there.status);
        assertEquals("no-store", there.headers.get("Cache-Control"));
        assertEquals(FakeWeChat.OPEN + "?state=" + weChat.state, there.headers.get("Location"));
        assertEquals("https://one.example.com/wechat/callback", weChat.callback.toString());
        int session = phone.session.id();

        Requests back = phone.asks(callback, "code", weChat.code("openid-anna"), "state", weChat.state);
        assertEquals(302, back.status);
        assertEquals(PATH, back.headers.get("Location"));
        assertEquals("no-store", back.headers.get("Cache-Control"));
        assertEquals(signer.playerOf("openid-anna"), phone.player().orElseThrow());
        assertNotEquals(session, phone.session.id(), "the session's id is another one");
        assertFalse(phone.session.attributes.containsValue("openid-anna"), "the openid is not needed any more");
        assertEquals(List.of("sign-in signed_in: by WeChat"), logged());
    }

    @Test
    void aPathThatIsTooLongForTheStateIsStoredInTheSession() throws Exception {
        String longest = "/c/golden-week?campaign=" + "x".repeat(150);
        phone.asks(signIn, "return", longest);
        assertEquals(
                longest,
                phone.asks(callback, "code", weChat.code("o"), "state", weChat.state)
                        .headers
                        .get("Location"));
    }

    @Test
    void aSignedInPlayerIsNotSentToWeChat() throws Exception {
        phone.signsIn("openid-anna");
        Requests again = phone.asks(signIn, "return", PATH);
        assertEquals(PATH, again.headers.get("Location"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "//evil.example",
                "https://evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "/%0d%0aX: 1 ",
                "/c//evil",
                ""
            })
    void noReturnLeadsToAnotherHost(String evil) throws Exception {
        phone.asks(signIn, "return", evil);
        assertEquals(
                "/",
                phone.asks(callback, "code", weChat.code("o"), "state", weChat.state, "return", evil)
                        .headers
                        .get("Location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "forged", "1.t36gq8.0.AAAAAAAAAAAAAAAA.Lw.AAAAAAAAAAAAAAAAAAAAAA"})
    void aForgedStateSignsNobodyIn(String state) throws Exception {
        phone.asks(signIn, "return", PATH);
        int session = phone.session.id();
        Requests back = phone.asks(callback, "code", weChat.code("o"), "state", state);
        assertTurnedBack(back, 400, "sign-in forged: the state is none of ours");
        assertEquals(0, weChat.exchanges, "no code is exchanged for it");
        assertEquals(session, phone.session.id());
    }

    @Test
    void anExpiredStateIsRefused() throws Exception {
        phone.asks(signIn, "return", PATH);
        now = now.plus(Duration.ofMinutes(10));
        Requests back = phone.asks(callback, "code", weChat.code("o"), "state", weChat.state);
        assertTurnedBack(back, 400, "sign-in expired: the state is older than 10 minutes");
        assertTrue(
                back.text().contains("/sign-in?return=%2Fc%2Fgolden-week%3Ffrom%3Dmenu"),
                "one tap leads back to the same page");
        assertEquals(0, weChat.exchanges);
    }

    @Test
    void aStateOfAnotherBrowserIsRefused() throws Exception {
        phone.asks(signIn, "return", "/c/attack");
        String attackersState = weChat.state;
        String attackersCode = weChat.code("openid-attacker");
        Phone victim = new Phone();
        Requests handedOn = victim.asks(callback, "code", attackersCode, "state", attackersState);
        assertEquals(
                "https://one.example.com/wechat/callback?code=" + attackersCode + "&state=" + attackersState + "&on=1",
                handedOn.headers.get("Location"));
        Requests back = victim.asks(callback, "code", attackersCode, "state", attackersState, "on", "1");
        assertEquals(400, back.status);
        assertEquals(Optional.empty(), victim.player());
        assertNull(victim.session.session(), "and no session is made for the victim");
        assertEquals(0, weChat.exchanges);
    }

    @Test
    void aSignedInPlayerKeepsTheIdentityAfterAForgedCallback() throws Exception {
        phone.asks(signIn, "return", "/c/attack");
        String attackersState = weChat.state;
        Phone victim = new Phone();
        victim.signsIn("openid-victim");
        int exchanges = weChat.exchanges;
        victim.asks(callback, "code", weChat.code("openid-attacker"), "state", attackersState);
        assertEquals(signer.playerOf("openid-victim"), victim.player().orElseThrow());
        assertEquals(exchanges, weChat.exchanges);
    }

    @Test
    void aStateIsValidOnceEvenWithAnotherCode() throws Exception {
        phone.asks(signIn, "return", PATH);
        phone.asks(callback, "code", weChat.code("openid-anna"), "state", weChat.state);
        phone.cookies.keySet().removeIf(name -> name.endsWith("tt_id"));
        Requests again = phone.asks(callback, "code", weChat.code("openid-bo"), "state", weChat.state, "on", "1");
        assertEquals(400, again.status);
        assertEquals(Optional.empty(), phone.player());
        assertEquals(1, weChat.exchanges);
    }

    @Test
    void aSecondCallbackOfABrowserThatIsSignedInGoesOnToItsPage() throws Exception {
        phone.asks(signIn, "return", PATH);
        String code = weChat.code("openid-anna");
        phone.asks(callback, "code", code, "state", weChat.state);
        Requests second = phone.asks(callback, "code", code, "state", weChat.state);
        assertEquals(302, second.status);
        assertEquals(PATH, second.headers.get("Location"));
        assertEquals(1, weChat.exchanges, "the code is not tried a second time");
        now = now.plus(Duration.ofHours(1));
        assertEquals(
                PATH,
                phone.asks(callback, "code", code, "state", weChat.state)
                        .headers
                        .get("Location"),
                "a tab that is restored later");
    }

    @Test
    void aUsedCodeGivesAPageWithANewSignIn() throws Exception {
        phone.asks(signIn, "return", PATH);
        String code = weChat.code("openid-anna");
        weChat.used.add(code);
        int session = phone.session.id();
        Requests back = phone.asks(callback, "code", code, "state", weChat.state);
        assertTurnedBack(back, 400, "sign-in code_used: CODE_USED, 40163");
        assertTrue(back.text().contains("href=\"/sign-in?return="), back.text());
        assertEquals(session, phone.session.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no such code", "<script>", "a/b"})
    void whatIsNoCodeIsNotTakenToWeChat(String code) throws Exception {
        phone.asks(signIn, "return", PATH);
        assertTurnedBack(
                phone.asks(callback, "code", code, "state", weChat.state), 400, "sign-in no_code: no code came back");
        assertEquals(0, weChat.exchanges);
    }

    @ParameterizedTest
    @EnumSource(
            value = WeChatException.Reason.class,
            names = {"UNAVAILABLE", "LIMITED", "MISCONFIGURED"})
    void whileWeChatIsAwayThereIsAPageAndTheSameCallbackMayComeAgain(WeChatException.Reason reason) throws Exception {
        phone.asks(signIn, "return", PATH);
        int session = phone.session.id();
        weChat.failure = new WeChatException(reason, "answered HTTP 502");
        String code = weChat.code("openid-anna");
        Requests back = phone.asks(callback, "code", code, "state", weChat.state);
        assertTurnedBack(back, 503, "sign-in away: " + reason + ", answered HTTP 502");
        assertNotNull(back.headers.get("Retry-After"));
        assertTrue(back.text().contains("href=\"" + PATH.split("\\?")[0]), "the page itself is one tap away");
        assertEquals(session, phone.session.id());
        weChat.failure = null;
        assertEquals(
                PATH,
                phone.asks(callback, "code", code, "state", weChat.state)
                        .headers
                        .get("Location"));
    }

    @Test
    void withoutTheSignInAddressOfThePartnerNoSessionIsCreated() throws Exception {
        weChat.failure = new WeChatException(WeChatException.Reason.UNAVAILABLE, "the partner does not answer");
        assertTurnedBack(
                phone.asks(signIn, "return", PATH), 503, "sign-in away: UNAVAILABLE, the partner does not answer");
        assertNull(phone.session.session());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void anEmptyOpenidIsNobody(String openid) throws Exception {
        phone.asks(signIn, "return", PATH);
        assertTurnedBack(
                phone.asks(callback, "code", weChat.code(openid), "state", weChat.state),
                503,
                "sign-in away: an answer without openid");
    }

    @Test
    void aSnapshotUserSeesWhatToTap() throws Exception {
        phone.asks(signIn, "return", PATH);
        weChat.codes.put("snap", new Visitor("virtual", true));
        Requests back = phone.asks(callback, "code", "snap", "state", weChat.state);
        assertTurnedBack(back, 403, "sign-in snapshot: a snapshot page's virtual openid");
        assertTrue(back.text().contains("使用完整服务"), back.text());
        assertEquals(1, snapshots.size(), "the address is told to who watches");
    }

    @Test
    void aPlayerOnTheSecondLineComesBackToTheSecondLine() throws Exception {
        phone.host = "two.example.com";
        phone.asks(signIn, "return", PATH);
        assertEquals("https://two.example.com/wechat/callback", weChat.callback.toString());
        Phone elsewhere = new Phone();
        Requests handedOn = elsewhere.asks(callback, "code", "c1", "state", weChat.state);
        assertTrue(
                handedOn.headers.get("Location").startsWith("https://two.example.com/wechat/callback?code=c1&state="));
    }

    @Test
    void aForeignHostIsNeverTheCallback() throws Exception {
        phone.host = "partner.example.net";
        phone.asks(signIn, "return", PATH);
        assertEquals("https://one.example.com/wechat/callback", weChat.callback.toString());
    }

    @Test
    void theOneCallbackOfAPartnerIsASetting() throws Exception {
        WeChatSignInServlet behindPartner = new WeChatSignInServlet(
                weChat, states, lines, Optional.of("https://partner.example.net"), identities, openInWeChat, pages);
        phone.asks(behindPartner, "return", PATH);
        assertEquals("https://partner.example.net/wechat/callback", weChat.callback.toString());
    }

    @Test
    void oldSignInsWithoutACallbackAreRemoved() throws Exception {
        for (int i = 0; i < 20; i++) {
            phone.asks(signIn, "return", PATH);
            now = now.plusSeconds(1);
        }
        assertTrue(phone.session.attributes.size() <= 4, phone.session.attributes.toString());
        assertEquals(
                PATH,
                phone.asks(callback, "code", weChat.code("o"), "state", weChat.state)
                        .headers
                        .get("Location"),
                "the last one still comes back");
    }

    @Test
    void theSessionStoresTheOpenidOnlyForTheFollowCheck() throws Exception {
        WeChatCallbackServlet withCheck = new WeChatCallbackServlet(weChat, states, lines, identities, pages, true);
        phone.asks(signIn, "return", PATH);
        phone.asks(withCheck, "code", weChat.code("openid-anna"), "state", weChat.state);
        assertEquals("openid-anna", phone.session.attributes.get("openid"));
    }

    private void assertTurnedBack(Requests back, int status, String line) {
        assertEquals(status, back.status);
        assertTrue(back.headers.get("Content-Type").startsWith("text/html"));
        assertNull(back.headers.get("Location"));
        assertEquals(Optional.empty(), phone.player(), "no player is signed in");
        assertEquals(List.of(line), logged(), "one line of the log, with the reason");
    }

    private List<String> logged() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /** A phone: its cookies and its session. */
    private final class Phone {
        private final FakeSession session = new FakeSession();
        private final Map<String, Cookie> cookies = new HashMap<>();
        private String host = "one.example.com";

        /** Sends these parameters, names and values in turn, to a servlet. */
        Requests asks(jakarta.servlet.http.HttpServlet servlet, String... parameters)
                throws IOException, ServletException {
            Requests exchange = Requests.get("/")
                    .in(session)
                    .header("Host", host)
                    .sends(cookies.values().toArray(Cookie[]::new));
            org.mockito.Mockito.when(exchange.request.isSecure()).thenReturn(true);
            for (int i = 0; i < parameters.length; i += 2) {
                exchange.parameter(parameters[i], parameters[i + 1]);
            }
            servlet.service(exchange.request, exchange.response);
            exchange.cookies.forEach(cookie -> cookies.put(cookie.getName(), cookie));
            return exchange;
        }

        void signsIn(String openid) throws IOException, ServletException {
            asks(signIn, "return", PATH);
            asks(callback, "code", weChat.code(openid), "state", weChat.state);
            assertTrue(player().isPresent());
        }

        Optional<org.turntable.player.PlayerId> player() {
            return identities
                    .of(Requests.get("/").sends(cookies.values().toArray(Cookie[]::new)).request)
                    .map(identity -> identity.player());
        }
    }
}
