package org.turntable.promises.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.turntable.testing.browser.WeChatPhone;
import org.turntable.testing.stack.Await;
import org.turntable.testing.stack.TomcatNode;
import org.turntable.testing.system.SharedWeChatCluster;

/** What pages do inside WeChat, who is shown them, the connection check, and signing a player out everywhere. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WeChatPagesIT {
    private static final String HERE = "127.0.0.1";
    private static final Map<String, String> JSON = Map.of("Accept", "application/json");

    private SharedWeChatCluster system;

    @BeforeEach
    void whole() {
        system = SharedWeChatCluster.whole();
    }

    @AfterEach
    void well() {
        system.weChat().reset();
    }

    @ParameterizedTest
    @ValueSource(strings = {WeChatPhone.IPHONE, WeChatPhone.ANDROID, WeChatPhone.DESKTOP})
    void everyWeChatGetsThePage(String agent) {
        HttpResponse<String> page =
                system.phone().with(agent).open(system.direct().baseUrl() + SharedWeChatCluster.PAGE);
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("id=\"turntable\""));
    }

    @Test
    void anotherBrowserIsShownHowToOpenItInWeChat() {
        for (String path : List.of(SharedWeChatCluster.PAGE, "/sign-in?return=" + SharedWeChatCluster.PAGE)) {
            HttpResponse<String> page =
                    system.phone().with(WeChatPhone.OTHER).open(system.direct().baseUrl() + path);
            assertEquals(200, page.statusCode());
            assertTrue(page.body().contains("请在微信中打开") && page.body().contains("class=\"qr\""), page.body());
            assertTrue(page.body().contains(firstOrigin() + SharedWeChatCluster.PAGE), page.body());
            assertFalse(page.body().contains("id=\"turntable\""));
        }
        assertTrue(system.phone()
                .with(WeChatPhone.OTHER)
                .inEnglish()
                .open(system.direct().baseUrl() + SharedWeChatCluster.PAGE)
                .body()
                .contains("Please open this in WeChat"));
    }

    private String firstOrigin() {
        return system.cluster().settings().get("entry.origins").split(",")[0];
    }

    @Test
    void thePageIsSignedForWeChatsScriptByEitherWay() throws Exception {
        for (TomcatNode node : List.of(system.direct(), system.partner())) {
            String page = node.baseUrl() + SharedWeChatCluster.PAGE + "?from=share&a=%E4%B8%AD";
            HttpResponse<String> answer = signature(node, page);
            assertEquals(200, answer.statusCode(), answer.body());
            JsonNode signed = new ObjectMapper().readTree(answer.body());
            assertTrue(
                    system.weChat()
                            .takesSignature(
                                    page,
                                    signed.path("appId").asText(),
                                    signed.path("timestamp").asLong(),
                                    signed.path("nonceStr").asText(),
                                    signed.path("signature").asText()),
                    answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "http://evil.example/",
                "http://127.0.0.1/",
                "{own}.evil.example/",
                "{own}@evil.example/",
                "{own}/#part",
                "{own}/ x",
                "https{own}/",
                "javascript:alert(1)"
            })
    void noForeignPageIsSigned(String page) {
        String own = system.direct().baseUrl();
        assertEquals(400, signature(system.direct(), page.replace("{own}", own)).statusCode());
        assertEquals(0, system.weChat().calls("/cgi-bin/ticket/getticket"));
    }

    @Test
    void aSignatureThatIsNotToBeHadIsBusyAndTheWheelTurnsOn() {
        system.weChat().fault("/cgi-bin/stable_token", "errcode", 45009, 0);
        system.weChat().fault("/cgi-bin/ticket/getticket", "errcode", 45009, 0);
        // A node may hold a ticket from before; the third node asks the partner.
        system.weChat().fault("/partner/api/signature", "html", 0, 0);
        HttpResponse<String> answer =
                signature(system.partner(), system.partner().baseUrl() + "/c/x?" + System.nanoTime());
        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("\"status\":\"busy\""), answer.body());
    }

    private HttpResponse<String> signature(TomcatNode node, String page) {
        return system.phone()
                .open(
                        node.baseUrl() + "/wechat/signature?url=" + URLEncoder.encode(page, StandardCharsets.UTF_8),
                        JSON);
    }

    /** That night, followers were sent away because a check failed. */
    @Test
    void aFollowCheckThatFailsIsNeverANo() {
        WeChatPhone follower = signedIn(system.direct(), "hong");
        assertEquals("{\"following\":\"yes\"}", following(follower));
        assertEquals("{\"following\":\"no\"}", following(signedIn(system.direct(), "david")));
        for (List<?> fault : List.of(
                List.of("html", 0), List.of("errcode", 45009), List.of("errcode", 987654), List.of("hang", 0))) {
            system.weChat().reset();
            system.weChat().fault("/cgi-bin/user/info", fault.get(0).toString(), (Integer) fault.get(1), 0);
            WeChatPhone somebody = signedIn(system.direct(), "somebody-" + System.nanoTime());
            assertEquals("{\"following\":\"unknown\"}", following(somebody), fault.toString());
            assertTrue(
                    somebody.open(system.direct().baseUrl() + SharedWeChatCluster.PAGE)
                            .body()
                            .contains("name=\"csrf\""),
                    "the wheel cannot be turned");
        }
        assertEquals("{\"following\":\"unknown\"}", following(system.phone()), "nobody is signed in");
    }

    private String following(WeChatPhone phone) {
        return phone.open(system.direct().baseUrl() + "/wechat/following", JSON).body();
    }

    @Test
    void theConnectionCheckShowsHowTheRequestArrivedAndItsCodeIsInTheLog() {
        long since = SharedWeChatCluster.logOf(system.direct()).length();
        HttpResponse<String> answer =
                system.phone().inEnglish().open(system.direct().baseUrl() + "/diag");
        assertEquals(200, answer.statusCode());
        String code =
                answer.body().replaceAll("(?s).*id=\"diag-code\"><span>[^<]*</span><strong>([^<]+)</strong>.*", "$1");
        assertTrue(code.matches("[A-Z2-9]{6}"), code);
        String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
        for (String told : List.of(id, "127.0.0.1:" + system.direct().port(), "MicroMessenger/8.0.49", "8.0.49")) {
            assertTrue(answer.body().contains(told), told + " is not on the page");
        }
        Await.until(
                "the code is in the log",
                Duration.ofSeconds(120),
                () -> SharedWeChatCluster.logOf(system.direct())
                        .substring((int) since)
                        .lines()
                        .anyMatch(line -> line.contains("diag " + code) && line.contains(id)));
        for (String secret : List.of(
                system.weChat().appSecret(),
                system.cluster().settings().get("identity.secret"),
                system.cluster().settings().get("database.password"),
                "tt_id",
                "JSESSIONID")) {
            assertFalse(answer.body().contains(secret), "a secret is on the page");
        }
        assertTrue(
                system.phone().open(system.direct().baseUrl() + "/diag").body().contains("连接诊断"));
    }

    @Test
    void theConnectionCheckIsNotForEverybodyAllTheTime() {
        HttpResponse<String> last = null;
        for (int i = 0; i < 200 && (last == null || last.statusCode() == 200); i++) {
            last = system.phone().open(system.partner().baseUrl() + "/diag");
        }
        assertEquals(429, last.statusCode());
        assertTrue(Integer.parseInt(last.headers().firstValue("Retry-After").orElseThrow()) >= 1);
        assertTrue(last.body().contains("<h1>"), "a page, and in words");
    }

    /** Without a look-up for any request; a MariaDB that hangs changes nothing. */
    @Test
    void aPlayerWhoIsSignedOutByOpsIsSignedOutOnEveryNodeWithinSeconds() {
        WeChatPhone phone = signedIn(system.direct(), "somebody-" + System.nanoTime());
        WeChatPhone other = signedIn(system.direct(), "ming");
        String player = phone.cookies(HERE).get("tt_id").split("\\.")[1];
        for (TomcatNode node : system.cluster().nodes()) {
            assertTrue(isSignedIn(phone, node));
        }
        system.cluster().ops("player", "sign-out", player, "--by", "Wang", "--reason", "a stolen phone");
        Await.until(
                "the player is signed out on every node",
                // Each node reads the list once a second; a slow machine gets more than the three seconds.
                Duration.ofSeconds(15),
                () -> system.cluster().nodes().stream().noneMatch(node -> isSignedIn(phone, node)));
        assertTrue(isSignedIn(other, system.direct()), "somebody else was signed out");
        assertEquals(
                "Wang|a stolen phone",
                system.cluster()
                        .pair()
                        .primary()
                        .ask("SELECT CONCAT(by_whom, '|', reason) FROM turntable.identity_revocation ORDER BY "
                                + "id DESC LIMIT 1"));

        system.cluster().pair().primary().suspend();
        try {
            for (long end = System.nanoTime() + Duration.ofSeconds(3).toNanos(); System.nanoTime() < end; ) {
                assertFalse(isSignedIn(phone, system.direct()), "the last list stays");
                assertTrue(isSignedIn(other, system.direct()), "nobody else is signed out");
            }
        } finally {
            system.cluster().pair().primary().resume();
        }
    }

    private static boolean isSignedIn(WeChatPhone phone, TomcatNode node) {
        return phone.open(node.baseUrl() + SharedWeChatCluster.PAGE).body().contains("name=\"csrf\"");
    }

    private WeChatPhone signedIn(TomcatNode node, String persona) {
        WeChatPhone phone = system.phone();
        phone.follow(node.baseUrl() + "/sign-in?return=" + SharedWeChatCluster.PAGE, persona);
        assertTrue(phone.isSignedIn(HERE));
        return phone;
    }
}
